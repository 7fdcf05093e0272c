package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import io.leat.core.job.ConditionTask;
import io.leat.core.job.ForEachInputs;
import io.leat.core.json.Json;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.TaskRun;
import io.leat.server.store.ForEachTable.ForEachRow;
import java.util.BitSet;
import java.util.List;

/**
 * Does what needs no driver: compares conditions, reads the inputs of for-eaches, starts the runs of other jobs. Each in
 * a transaction of its own, after the one that made it ready. For the engine's thread.
 */
final class OwnWork {
    private final Loop loop;
    private final Timers timers;
    private final Runs runs;
    private final RunValues values;
    private final ChildRuns children;

    OwnWork(Loop loop, Timers timers, Runs runs, RunValues values, ChildRuns children) {
        this.loop = loop;
        this.timers = timers;
        this.runs = runs;
        this.values = values;
        this.children = children;
    }

    void ready(Step step, ActiveRun run, TaskRun taskRun) {
        long runId = run.runId();
        long taskRunId = taskRun.taskRunId();
        step.after(() -> timers.insist(loop, later -> {
            runs.find(runId)
                    .ifPresent(active -> active.run()
                            .find(taskRunId)
                            .filter(found -> found.state() == LifeCycleState.PENDING)
                            .ifPresent(pending -> begin(later, active, pending)));
            return true;
        }));
    }

    private void begin(Step step, ActiveRun run, TaskRun pending) {
        Event found;
        try {
            found = switch (run.run().plan().work(pending)) {
                case CONDITION -> decided(step, run, pending);
                case FOR_EACH -> expanded(step, run, pending);
                case RUN_JOB -> {
                    children.begin(step, run, pending, values.resolve(step.tables(), run, pending));
                    yield null;
                }
                case LEAF -> throw new IllegalStateException("a driver does it: " + pending.taskKey());
            };
        } catch (LeatException e) {
            found = Event.refused(pending.taskRunId(), e.getMessage());
        }

        if (found != null) {
            runs.fire(step, run, found);
        }
    }

    private Event decided(Step step, ActiveRun run, TaskRun pending) {
        ConditionTask condition =
                Json.convert(values.resolve(step.tables(), run, pending).body(), ConditionTask.class);
        boolean holds = condition.op().holds(condition.left(), condition.right());
        return Event.decided(pending.taskRunId(), holds);
    }

    private Event expanded(Step step, ActiveRun run, TaskRun pending) {
        String text = values.inputs(step.tables(), run, pending);
        List<JsonNode> inputs = ForEachInputs.parse(text);
        BitSet kept = kept(step, run, pending, text);
        step.tables().forEaches().insert(new ForEachRow(pending.taskRunId(), inputs.size(), text, kept));
        return Event.expanded(pending.taskRunId(), inputs.size(), kept);
    }

    /** What the execution before did of the same inputs is not done again, unless it had done all of it. */
    private static BitSet kept(Step step, ActiveRun run, TaskRun pending, String inputs) {
        return step.tables()
                .taskRuns()
                .before(run.runId(), pending.taskKey(), pending.taskRunId())
                .filter(last -> last.result() != ResultState.SUCCESS)
                .flatMap(last -> step.tables().forEaches().find(last.taskRunId()))
                .filter(last -> last.inputs().equals(inputs))
                .map(last -> step.tables().forEaches().done(last.taskRunId()))
                .orElseGet(BitSet::new);
    }
}
