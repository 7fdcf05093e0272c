package io.leat.server.rest;

import java.util.List;

/** Versions of the Jobs API under which the same handlers are served. */
final class Versions {
    static final List<String> ALL = List.of("2.0", "2.1", "2.2");

    private Versions() {}
}
