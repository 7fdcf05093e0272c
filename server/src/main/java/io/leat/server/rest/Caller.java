package io.leat.server.rest;

import io.javalin.security.RouteRole;

/** Who may call a route. A route that names nobody is closed to all. */
enum Caller implements RouteRole {
    /** Needs no token. */
    ANYONE,
    /** Holds the token of the rendezvous file. */
    CLIENT,
    /** Holds the token of one driver, and speaks for it alone. */
    DRIVER
}
