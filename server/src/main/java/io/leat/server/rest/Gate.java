package io.leat.server.rest;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.Tokens;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on every request, before its route is looked at: what is not allowed is denied, unknown paths included. */
final class Gate {
    private static final String DRIVER = "leat.driver";
    private static final String SCHEME = "bearer ";

    private final String clientToken;
    private final DriverTokens drivers;

    Gate(String clientToken, DriverTokens drivers) {
        this.clientToken = clientToken;
        this.drivers = drivers;
    }

    /** The driver that the token of this request speaks for. */
    static String driver(Context ctx) {
        String driverId = ctx.attribute(DRIVER);
        if (driverId == null) {
            throw new IllegalStateException("route " + ctx.path() + " is not one of drivers");
        }

        return driverId;
    }

    /** Where no route matches, any known token may learn so, and nobody else. */
    void check(Context ctx) {
        if (ctx.endpoints().matchedHttpEndpoint() == null) {
            caller(ctx);
        }
    }

    void checkMatched(Context ctx) {
        Set<RouteRole> allowed = ctx.routeRoles();
        if (allowed.contains(Caller.ANYONE)) {
            return;
        }

        Caller caller = caller(ctx);
        if (!allowed.contains(caller)) {
            throw new LeatException(
                    ErrorCode.PERMISSION_DENIED,
                    "This token is a %s's and may not call %s %s."
                            .formatted(
                                    caller.name().toLowerCase(Locale.ROOT),
                                    ctx.method().name(),
                                    ctx.path()));
        }
    }

    private Caller caller(Context ctx) {
        String token = token(ctx.header("Authorization"))
                .orElseThrow(() -> unauthenticated("No token was given. Send it as 'Authorization: Bearer <token>'."));
        return caller(ctx, token);
    }

    private Caller caller(Context ctx, String token) {
        if (Tokens.same(token, clientToken)) {
            return Caller.CLIENT;
        }

        String driverId = drivers.find(token)
                .orElseThrow(() -> unauthenticated(
                        "The token is not known. Clients find the present one in the" + " workspace's control.json."));
        ctx.attribute(DRIVER, driverId);
        return Caller.DRIVER;
    }

    private static Optional<String> token(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }

        return Optional.of(header.substring(SCHEME.length()).strip());
    }

    private static LeatException unauthenticated(String message) {
        return new LeatException(ErrorCode.UNAUTHENTICATED, message);
    }
}
