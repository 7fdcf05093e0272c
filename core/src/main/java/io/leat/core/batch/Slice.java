package io.leat.core.batch;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import org.jspecify.annotations.Nullable;

/**
 * The part of a table that a batch replaces: the rows whose column has one value, or a value in {@code [from, to)}.
 * Rows without a value are in no slice. It says so little because that much can be compared: whether two slices have
 * rows in common is known before either is written.
 *
 * @param equals the one value; null when {@code from} or {@code to} is given
 * @param from the first value; null when there is none
 * @param to the first value after it; null when there is none
 */
public record Slice(
        String column,
        @Nullable String equals,
        @Nullable String from,
        @Nullable String to) {
    /**
     * Checks that there is something in it.
     *
     * @throws LeatException when there is not, or its bounds cannot be compared
     */
    public Slice {
        String mistake = mistake(column, equals, from, to);
        if (mistake != null) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, mistake);
        }
    }

    /** What is wrong with a slice that would say this; null when nothing is. */
    public static @Nullable String mistake(
            String column, @Nullable String equals, @Nullable String from, @Nullable String to) {
        if ((equals == null) == (from == null && to == null)) {
            return "A slice of %s needs either equals, or from, to or both.".formatted(column);
        }

        if (from == null || to == null) {
            return null;
        }

        SliceValue first = SliceValue.of(from);
        SliceValue end = SliceValue.of(to);
        if (!first.isComparable(end)) {
            return "The slice of %s is from %s, %s, to %s, %s; give both alike."
                    .formatted(
                            column, from, first.kind().words(), to, end.kind().words());
        }

        return first.compare(end) < 0
                ? null
                : "The slice of %s from %s to %s is empty: to must be greater than from.".formatted(column, from, to);
    }

    /** Whether a row can be in both; when it cannot be told, it is taken to be so. */
    public boolean overlaps(Slice other) {
        boolean known = column.equalsIgnoreCase(other.column) && SliceValue.areComparable(values(), other.values());
        return !known || !(endsBefore(other) || other.endsBefore(this));
    }

    private boolean endsBefore(Slice other) {
        String end = equals == null ? to : equals;
        String begin = other.equals == null ? other.from : other.equals;
        if (end == null || begin == null) {
            return false;
        }

        int compared = SliceValue.of(end).compare(SliceValue.of(begin));
        return compared < 0 || (compared == 0 && equals == null);
    }

    private String[] values() {
        return equals != null
                ? new String[] {equals}
                : from == null ? new String[] {to} : to == null ? new String[] {from} : new String[] {from, to};
    }

    /** As people read it: {@code day in [2026-01-05, 2026-01-06)}. */
    public String text() {
        if (equals != null) {
            return column + " = " + equals;
        }

        if (from == null) {
            return column + " < " + to;
        }

        return to == null ? column + " >= " + from : "%s in [%s, %s)".formatted(column, from, to);
    }
}
