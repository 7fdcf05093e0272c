package io.leat.server.rest;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on every request, before its route is looked at: what is not allowed is denied, unknown paths included. */
final class Gate {
    private static final String DRIVER = "leat.driver";
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String USER = "token:";

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

    /** As a bearer token or, as older clients send it, as the password of the user {@code token}. */
    private static Optional<String> token(@Nullable String header) {
        String given = header == null ? "" : header;
        if (given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(given.substring(BEARER.length()).strip());
        }

        return given.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? password(given.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.startsWith(USER) ? Optional.of(pair.substring(USER.length())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new LeatException(
                    ErrorCode.UNAUTHENTICATED, "The Authorization header is not of the Basic form: not base64.", e);
        }
    }

    private static LeatException unauthenticated(String message) {
        return new LeatException(ErrorCode.UNAUTHENTICATED, message);
    }
}
