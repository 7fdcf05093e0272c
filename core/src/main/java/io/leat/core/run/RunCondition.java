package io.leat.core.run;

import io.leat.core.job.RunIf;
import io.leat.core.run.TaskNode.Edge;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Whether a task runs, now that all it waits for has ended. Source: the Jobs API's {@code run_if}; an excluded
 * dependency counts as a success, a skipped or cancelled one as a failure, and a disabled one as if it were not there.
 */
final class RunCondition {
    private int succeeded;
    private int excluded;
    private int failed;
    private int cancelled;

    private RunCondition() {}

    /** What becomes of the task. */
    enum Verdict {
        RUNS,
        EXCLUDED,
        UPSTREAM_FAILED,
        UPSTREAM_CANCELED
    }

    /**
     * @param ends how the tasks have ended, by their number
     */
    static Verdict of(TaskNode node, IntFunction<Optional<TaskRun>> ends) {
        RunCondition condition = new RunCondition();
        for (Edge edge : node.edges()) {
            condition.add(edge, ends.apply(edge.upstream()).orElseThrow());
        }

        return condition.verdict(node.runIf());
    }

    private void add(Edge edge, TaskRun end) {
        ResultState result = end.result();
        if (result == null) {
            throw new IllegalStateException("task %s has not ended".formatted(end.taskKey()));
        }

        switch (result) {
            case DISABLED -> {}
            case EXCLUDED -> excluded++;
            case CANCELED, UPSTREAM_CANCELED -> cancelled++;
            case FAILED, TIMEDOUT, UPSTREAM_FAILED, MAXIMUM_CONCURRENT_RUNS_REACHED -> failed++;
            case SUCCESS, SUCCESS_WITH_FAILURES -> {
                boolean taken = edge.outcome() == null || edge.outcome().equals(end.outcome());
                succeeded += taken ? 1 : 0;
                excluded += taken ? 0 : 1;
            }
        }
    }

    private Verdict verdict(RunIf runIf) {
        int failures = failed + cancelled;
        int good = succeeded + excluded;
        if (failures + good == 0) {
            return Verdict.RUNS;
        }

        if (failures + succeeded == 0) {
            return Verdict.EXCLUDED;
        }

        return switch (runIf) {
            case ALL_SUCCESS, NONE_FAILED -> failures == 0 ? Verdict.RUNS : failure();
            case AT_LEAST_ONE_SUCCESS -> good > 0 ? Verdict.RUNS : failure();
            case ALL_DONE -> Verdict.RUNS;
            case AT_LEAST_ONE_FAILED -> failures > 0 ? Verdict.RUNS : Verdict.EXCLUDED;
            case ALL_FAILED -> good == 0 ? Verdict.RUNS : Verdict.EXCLUDED;
        };
    }

    private Verdict failure() {
        return failed > 0 ? Verdict.UPSTREAM_FAILED : Verdict.UPSTREAM_CANCELED;
    }
}
