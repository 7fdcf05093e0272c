package io.leat.core.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks a lineage that was seen while foreign code ran, where others follow from what a task declares.
 *
 * @param rows that the write inserted, updated or deleted; null when that cannot be known
 * @param unseen what the write was made from that cannot be told, in words; its columns are of kind {@code OPAQUE}
 */
public record Observed(Operation operation, @Nullable Long rows, List<String> unseen) {
    /** What was done to the output. */
    public enum Operation {
        APPEND,
        OVERWRITE,
        CREATE,
        REPLACE,
        MERGE,
        UPDATE,
        DELETE
    }

    public Observed {
        unseen = List.copyOf(unseen);
    }
}
