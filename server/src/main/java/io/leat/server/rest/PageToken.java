package io.leat.server.rest;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.rest.JobsApi.Cursor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the place in a list is written for clients, who must not look inside. */
final class PageToken {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})_(\\d{1,18})");

    private PageToken() {}

    static String write(Cursor cursor) {
        return cursor.time() + "_" + cursor.id();
    }

    static Optional<Cursor> read(@Nullable String token) {
        if (token == null) {
            return Optional.empty();
        }

        Matcher matcher = SHAPE.matcher(token);
        if (!matcher.matches()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "page_token '%s' is not one that this endpoint gave.".formatted(token));
        }

        return Optional.of(new Cursor(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
    }
}
