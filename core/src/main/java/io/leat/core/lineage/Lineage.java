package io.leat.core.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one write read: the output at the version it made, its inputs at the versions that were pinned, and, for each
 * output column, the input columns it comes from.
 *
 * @param observed set when this was seen while foreign code ran; null when a task declared it
 */
public record Lineage(
        Dataset output,
        List<Dataset> inputs,
        List<ColumnLineage> columns,
        @Nullable Observed observed) {
    public Lineage {
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
    }

    /** As a task declared it. */
    public Lineage(Dataset output, List<Dataset> inputs, List<ColumnLineage> columns) {
        this(output, inputs, columns, null);
    }

    /** The same of an output whose version is known now. */
    public Lineage of(Dataset known) {
        return new Lineage(known, inputs, columns, observed);
    }
}
