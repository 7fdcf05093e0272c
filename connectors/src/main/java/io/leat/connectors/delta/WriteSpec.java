package io.leat.connectors.delta;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a write asks of its table beside the rows.
 *
 * @param keys columns that identify a row, for mode merge
 * @param constraints SQL conditions that every row must meet, by name
 * @param notNull columns that may not be null
 * @param comment of the table
 * @param columnComments by column
 */
public record WriteSpec(
        List<String> keys,
        Map<String, String> constraints,
        List<String> notNull,
        @Nullable String comment,
        Map<String, String> columnComments) {
    private static final WriteSpec PLAIN = new WriteSpec(List.of(), Map.of(), List.of(), null, Map.of());

    public WriteSpec {
        keys = List.copyOf(keys);
        constraints = Collections.unmodifiableMap(new LinkedHashMap<>(constraints));
        notNull = List.copyOf(notNull);
        columnComments = Collections.unmodifiableMap(new LinkedHashMap<>(columnComments));
    }

    /** Nothing beside the rows. */
    public static WriteSpec plain() {
        return PLAIN;
    }

    /** Nothing beside the rows and the keys of a merge. */
    public static WriteSpec byKeys(List<String> keys) {
        return new WriteSpec(keys, Map.of(), List.of(), null, Map.of());
    }
}
