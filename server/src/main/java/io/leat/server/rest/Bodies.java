package io.leat.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads request bodies, up to a size, whether or not the client told their length. */
final class Bodies {
    /** What the Jobs API allows. */
    private static final int CLIENT_LIMIT = 10 * 1024 * 1024;

    /** A listing or manifest of some hundred thousand files. */
    private static final int AGENT_LIMIT = 64 * 1024 * 1024;

    private Bodies() {}

    static <T> T client(Context ctx, Class<T> type) {
        return Json.parse(text(ctx), type);
    }

    /** Read as it comes, since a large message should not be in memory three times. */
    static <T> T agent(Context ctx, Class<T> type) {
        try (InputStream body = limited(ctx, AGENT_LIMIT)) {
            return Json.mapper().readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new LeatException(
                    ErrorCode.MALFORMED_REQUEST, "Not the JSON expected here: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Context ctx) {
        try (InputStream body = limited(ctx, CLIENT_LIMIT)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream limited(Context ctx, int limit) throws IOException {
        return new Limited(ctx.req().getInputStream(), limit, ctx.path());
    }

    /** Refuses to read past the limit. */
    private static final class Limited extends FilterInputStream {
        private final int limit;
        private final String path;
        private long read;

        Limited(InputStream in, int limit, String path) {
            super(in);
            this.limit = limit;
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int more) {
            read += more;
            if (read > limit) {
                throw new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "The request is larger than the %d MB that %s takes.".formatted(limit / (1024 * 1024), path));
            }
        }
    }
}
