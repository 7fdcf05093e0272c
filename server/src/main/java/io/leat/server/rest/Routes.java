package io.leat.server.rest;

import io.javalin.config.RoutesConfig;

/** The routes of one subject. */
interface Routes {
    void register(RoutesConfig routes);
}
