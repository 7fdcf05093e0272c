package io.leat.core.lineage;

import java.util.List;

/** Where one output column comes from. */
public record ColumnLineage(String column, List<Source> sources) {
    /** An input column; {@code dataset} is the input's name. */
    public record Source(String dataset, String column) {}

    public ColumnLineage {
        sources = List.copyOf(sources);
    }
}
