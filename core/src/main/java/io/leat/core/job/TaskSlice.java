package io.leat.core.job;

import io.leat.core.batch.Slice;
import io.leat.core.error.LeatException;
import org.jspecify.annotations.Nullable;

/** The part of its target that a task replaces. */
@Doc("The rows whose column has one value, or a value in [from, to). Values look like 2026-01-31, like"
        + " 2026-01-31T12:00:00Z (without a zone, UTC), like 12.5, or are other text. Rows without a value are in no"
        + " slice. A task that writes a row outside its slice fails, and nothing is written.")
public record TaskSlice(
        @Doc(value = "The column: of type DATE, TIMESTAMP, STRING, a whole number or DECIMAL.", required = true)
        String column,

        @Doc("Its one value; not with from or to.") @Nullable
        String equals,

        @Doc("The first value.") @Nullable String from,
        @Doc("The first value after the slice.") @Nullable String to) {
    /**
     * What is to be replaced, once all references are resolved.
     *
     * @param option the field under which mistakes are told
     * @throws LeatException when its bounds say nothing
     */
    public static @Nullable Slice resolved(@Nullable TaskSlice slice, String option) {
        try {
            return slice == null ? null : new Slice(slice.column, slice.equals, slice.from, slice.to);
        } catch (LeatException e) {
            throw new LeatException(e.code(), option + ": " + e.getMessage(), e);
        }
    }
}
