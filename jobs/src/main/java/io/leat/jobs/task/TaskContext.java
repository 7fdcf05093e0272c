package io.leat.jobs.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.connectors.delta.DeltaTables;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.ModelReport;
import io.leat.core.lineage.Lineage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * One task run as its code sees it: its session, its tables, and the control plane. What is told here reaches the
 * control plane in this order; {@link #mint}, {@link #listing} and {@link #logRead} return when all told before is durable there.
 */
public interface TaskContext {
    Assignment assignment();

    /** The session of this task run alone. */
    SparkSession spark();

    /** The tables of the workspace, through this task run's session. */
    DeltaTables tables();

    /** A path of the job file, resolved against the job file's folder; what has a scheme or is absolute stays. */
    String resolve(String path);

    /** Where this workspace keeps models. */
    String modelsDir();

    /** Says what is done now, in a few words, such as {@code listing files}; clients see it live. */
    void activity(String words);

    /** A line of the task's log. */
    void log(String line);

    /**
     * Which of these files are new to the table. The assignment's unsettled batches have been settled before.
     *
     * @param at the table as it is now; null when there is none
     */
    ListingAnswer listing(String table, @Nullable TablePin at, List<SourceFile> files) throws InterruptedException;

    /** Tells what a table's log says; answers the batches whose files are still to be told. */
    List<HeldBatch> logRead(LogPart part) throws InterruptedException;

    /**
     * The batch to write; on a retry the one of the earlier attempt, with its manifest. Batches it replaces have been
     * settled in the table when this returns.
     */
    default Minted mint(String statement, String table, WriteMode mode, Manifest manifest, String codeHash)
            throws InterruptedException {
        return mint(statement, table, mode, null, manifest, codeHash);
    }

    /**
     * As {@link #mint(String, String, WriteMode, Manifest, String)}.
     *
     * @param slice what an overwrite replaces; null when it is the whole table, and for other modes
     */
    Minted mint(
            String statement, String table, WriteMode mode, @Nullable Slice slice, Manifest manifest, String codeHash)
            throws InterruptedException;

    /** A batch is in its table. */
    void committed(Commit commit);

    /** What the commit was made from. */
    void lineage(Lineage lineage);

    /** Named counts of this attempt; names given again replace. */
    void counts(Map<String, Long> counts);

    /** A model was saved. */
    void model(ModelReport model);

    /**
     * A value for tasks of the run that come later, told with the task run's end; one given again replaces.
     *
     * @throws io.leat.core.error.LeatException when it is too large, or they are too many
     */
    void value(String name, JsonNode value);

    /**
     * What the task run leaves to be looked at, told with its end, such as a notebook's result.
     *
     * @param output fields of the Jobs API's output of a run
     */
    void output(ObjectNode output);

    /** What an earlier task of this run has set; empty when it has set nothing of that name. */
    Optional<JsonNode> valueOf(String taskKey, String name) throws InterruptedException;

    /** A secret, which from now on is taken out of all that the task run tells; empty when there is none. */
    Optional<String> secret(String scope, String key) throws InterruptedException;

    /** A folder of this task run alone, there from the first call on and gone when the task run has ended. */
    Path scratch();

    /** A folder for what stays of this task run, such as its executed notebook; there from the first call on. */
    Path artifacts();
}
