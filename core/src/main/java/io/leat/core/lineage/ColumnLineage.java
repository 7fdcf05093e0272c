package io.leat.core.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one output column comes from.
 *
 * @param kind what is done to the sources on the way; null when nobody said
 */
public record ColumnLineage(
        String column, List<Source> sources, @Nullable Kind kind) {
    /** An input column; {@code dataset} is the input's name. */
    public record Source(String dataset, String column) {}

    /** What is done to the sources, from the least to the most; a column of several kinds has the greatest. */
    public enum Kind {
        /** No source: a value of the program's text, or one that Spark makes. */
        CONSTANT,
        /** The values of the sources as they are. */
        IDENTITY,
        /** Computed from the sources row by row. */
        TRANSFORMATION,
        /** Computed from the sources of many rows. */
        AGGREGATION,
        /** Code that Spark cannot look into stands between: it was given the sources, and may have used others. */
        OPAQUE
    }

    public ColumnLineage {
        sources = List.copyOf(sources);
    }

    /** Of no known kind. */
    public ColumnLineage(String column, List<Source> sources) {
        this(column, sources, null);
    }
}
