package io.leat.core.lineage;

import java.util.List;

/**
 * What one write read: the output at the version it made, its inputs at the versions that were pinned, and, for each
 * output column, the input columns it comes from.
 */
public record Lineage(Dataset output, List<Dataset> inputs, List<ColumnLineage> columns) {
    public Lineage {
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
    }
}
