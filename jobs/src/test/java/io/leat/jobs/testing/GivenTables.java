package io.leat.jobs.testing;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables that a test begins with, written as a task would write them. */
public final class GivenTables {
    private final TestWorkspace workspace;
    private int given;

    public GivenTables(TestWorkspace workspace) {
        this.workspace = workspace;
    }

    public void table(String name, Dataset<Row> rows) {
        write(name, WriteMode.OVERWRITE, rows);
    }

    public void more(String name, Dataset<Row> rows) {
        write(name, WriteMode.APPEND, rows);
    }

    private void write(String name, WriteMode mode, Dataset<Row> rows) {
        String id = "given-" + ++given;
        Batch batch = new Batch(id, name, Batch.TARGET, mode, Manifest.EMPTY, "code", List.of(), BatchState.MINTED);
        workspace.tables().write(batch, rows, WriteSpec.plain());
    }
}
