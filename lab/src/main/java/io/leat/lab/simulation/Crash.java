package io.leat.lab.simulation;

/** The control plane's process ends here and now. No engine catches it. */
@SuppressWarnings("serial")
final class Crash extends Error {
    Crash(String where) {
        super(where, null, false, false);
    }
}
