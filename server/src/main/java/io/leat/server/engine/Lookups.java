package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.cluster.Lookup;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.run.TaskRun;
import io.leat.core.value.Secrets;
import io.leat.server.store.Tables;
import java.util.Optional;

/** What programs ask for while they run. For the engine's thread. */
final class Lookups {
    private final Runs runs;
    private final Secrets secrets;

    Lookups(Runs runs, Secrets secrets) {
        this.runs = runs;
        this.secrets = secrets;
    }

    /** @throws LeatException when the asker does not hold the task run */
    Lookup.Found find(Tables tables, Lookup lookup) {
        ActiveRun run = runs.findByTask(lookup.taskRunId())
                .filter(active -> active.run()
                        .find(lookup.taskRunId())
                        .filter(taskRun -> taskRun.fence() == lookup.fence()
                                && lookup.driverId().equals(taskRun.driverId()))
                        .isPresent())
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_STATE,
                        "Driver %s does not hold task run %d any more."
                                .formatted(lookup.driverId(), lookup.taskRunId())));
        return new Lookup.Found(
                switch (lookup.kind()) {
                    case TASK_VALUE -> value(tables, run, lookup).orElse(null);
                    case SECRET ->
                        secrets.find(lookup.from(), lookup.name())
                                .map(TextNode::valueOf)
                                .orElse(null);
                });
    }

    private static Optional<JsonNode> value(Tables tables, ActiveRun run, Lookup lookup) {
        Optional<TaskRun> newest = run.run()
                .plan()
                .graph()
                .find(lookup.from())
                .flatMap(task -> run.run().newest(task));
        return newest.map(taskRun -> tables.taskValues().of(taskRun.taskRunId()).get(lookup.name()));
    }
}
