package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.batch.TablePin;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables of one workspace, and the one writer of every Delta commit that Leat makes. */
public final class DeltaTables {
    private final SparkSession spark;
    private final String warehouse;
    private final String workspaceId;

    /** The tables under {@code warehouse}, an absolute directory or URI, as {@code spark}'s session sees them. */
    public DeltaTables(SparkSession spark, String warehouse, String workspaceId) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.workspaceId = workspaceId;
    }

    /** Where {@code schema.table} lies. */
    public static String path(String warehouse, String table) {
        throw new UnsupportedOperationException();
    }

    public boolean exists(String table) {
        throw new UnsupportedOperationException();
    }

    /** The table's version now. */
    public TablePin pin(String table) {
        throw new UnsupportedOperationException();
    }

    /** The rows of exactly the version pinned. */
    public Dataset<Row> read(TablePin pin) {
        throw new UnsupportedOperationException();
    }

    /** Finds the batch in its table, or burns its id there, so that its end is known either way. */
    public Settled settle(Batch batch) {
        throw new UnsupportedOperationException(workspaceId);
    }

    /** Writes the batch in one commit, or finds the commit that an earlier attempt made. */
    public Commit write(Batch batch, Dataset<Row> rows, WriteSpec spec) {
        throw new UnsupportedOperationException(warehouse);
    }

    public TableDescription inspect(String table) {
        throw new UnsupportedOperationException(spark.toString());
    }
}
