package io.leat.server.doctor;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.core.run.TerminationCode;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.launch.DriverTraces;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.DriverTable.DriverRow;
import io.leat.server.store.RunTable.Origin;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Store;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.TableLogTable.Reader;
import io.leat.server.store.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A workspace with a state, as a control plane that has gone leaves it. */
final class GivenWorkspace {
    static final String TABLE = "bronze.clicks";

    final Workspace workspace;
    final StateFile state;
    final DriverTraces traces;

    GivenWorkspace(Path folder) {
        workspace = new Workspace(folder.resolve("w")).create();
        state = new StateFile(workspace, StoreSettings.EMBEDDED);
        traces = new DriverTraces(workspace);
        write(tables -> {});
    }

    void write(Consumer<Tables> work) {
        try (Store store = Store.open(workspace.database())) {
            store.write(tables -> {
                work.accept(tables);
                return true;
            });
        }
    }

    void run(long runId, boolean ended) {
        write(tables -> tables.runs().insert(row(runId, ended)));
    }

    static RunRow row(long runId, boolean ended) {
        RunStatus status = ended
                ? new RunStatus(
                        LifeCycleState.TERMINATED,
                        ResultState.FAILED,
                        TerminationCode.RUN_EXECUTION_ERROR,
                        "",
                        null,
                        1,
                        1,
                        2)
                : new RunStatus(LifeCycleState.PENDING, null, null, "", null, 1, 1, 0);
        return new RunRow(runId, 7, "job", "{}", "/", "{}", null, "{}", "me", null, Origin.ONE_TIME, status);
    }

    void taskRun(long taskRunId, boolean ended) {
        write(tables -> tables.taskRuns()
                .save(new TaskRun(
                        taskRunId,
                        1,
                        0,
                        -1,
                        0,
                        "train",
                        0,
                        0,
                        ended ? LifeCycleState.TERMINATED : LifeCycleState.RUNNING,
                        ended ? ResultState.FAILED : null,
                        null,
                        "",
                        null,
                        0,
                        1,
                        0,
                        1,
                        null,
                        null,
                        0)));
    }

    void driver(String driverId, long pid, long started, boolean ended) {
        write(tables -> {
            tables.drivers().insert(new DriverRow(driverId, "hash", "local[2]", "{}", pid, started, 1, null, 0));
            if (ended) {
                tables.drivers().ended(driverId, 2);
            }
        });
    }

    void batch(String batchId, long runId, SourceFile... files) {
        Batch batch = new Batch(
                batchId,
                TABLE,
                Batch.TARGET,
                WriteMode.APPEND,
                Manifest.ofFiles(List.of(files)),
                "c",
                List.of(),
                BatchState.MINTED);
        write(tables -> tables.batches().insert(new BatchRow(batch, 7, runId, "ingest", 3, 50, null, null)));
    }

    /** As the engine takes in a commit, or half of it. */
    void committed(String batchId, boolean withPosition) {
        write(tables -> {
            Commit commit = new Commit(batchId, TABLE, "t1", 1, 10L, 10L, 100L, 60, false, null);
            tables.batches().committed(commit, 3);
            if (withPosition) {
                tables.tableLogs().committed(new Reader(7, "ingest"), "m", WriteMode.APPEND, commit);
            }
        });
    }

    static List<Finding> look(Check check) throws IOException, BrokenStore {
        return check.look();
    }

    /** What is left to say after the findings' repairs were carried out and the check has looked again. */
    static List<Finding> lookAfterRepair(Check check) throws IOException, BrokenStore {
        for (Finding finding : check.look()) {
            if (finding.repair() != null) {
                finding.repair().carryOut();
            }
        }
        return check.look();
    }
}
