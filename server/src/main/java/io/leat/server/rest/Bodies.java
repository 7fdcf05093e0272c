package io.leat.server.rest;

import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads request bodies, up to a size, whether or not the client told their length. */
final class Bodies {
    /** What the Jobs API allows. */
    static final int CLIENT_LIMIT = 10 * 1024 * 1024;

    /** A listing or manifest of some hundred thousand files. */
    static final int AGENT_LIMIT = 256 * 1024 * 1024;

    private Bodies() {}

    static <T> T client(Context ctx, Class<T> type) {
        return Json.parse(text(ctx, CLIENT_LIMIT), type);
    }

    static <T> T agent(Context ctx, Class<T> type) {
        return Json.parse(text(ctx, AGENT_LIMIT), type);
    }

    static String text(Context ctx, int limit) {
        try {
            byte[] bytes = ctx.req().getInputStream().readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "The request is larger than the %d MB that %s takes."
                                .formatted(limit / (1024 * 1024), ctx.path()));
            }

            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
