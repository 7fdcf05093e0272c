package io.leat.jobs.table;

import io.leat.core.batch.TablePin;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.jobs.lineage.PlanLineage;
import io.leat.jobs.task.TaskContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables that a batch reads, each at the one version that its manifest names. */
public final class PinnedInputs {
    private final TaskContext context;
    private final Map<String, TablePin> pins = new LinkedHashMap<>();
    private final PlanLineage lineage = new PlanLineage();

    PinnedInputs(TaskContext context, List<TablePin> pins) {
        this.context = context;
        pins.forEach(pin -> this.pins.put(pin.table(), pin));
    }

    /** The rows of the pinned version. Read again for each place a table stands in, so that lineage tells them apart. */
    public Dataset<Row> read(String table) {
        Dataset<Row> rows = context.tables().read(pin(table));
        lineage.input(table, rows);
        return rows;
    }

    public TablePin pin(String table) {
        TablePin pin = pins.get(table);
        if (pin == null) {
            throw new IllegalStateException("The batch of this task pins no version of " + table + ": " + pins);
        }
        return pin;
    }

    /** The lineage of what is made from the rows read here. */
    public PlanLineage lineage() {
        return lineage;
    }

    List<io.leat.core.lineage.Dataset> datasets() {
        return pins.values().stream()
                .map(pin -> new io.leat.core.lineage.Dataset(Kind.TABLE, pin.table(), pin.version()))
                .toList();
    }
}
