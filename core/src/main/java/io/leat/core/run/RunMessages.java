package io.leat.core.run;

/** How runs and task runs end, in the states and sentences that clients of the Jobs API know. */
final class RunMessages {
    private RunMessages() {}

    static TaskRun cancelled(TaskRun taskRun, long now) {
        return taskRun.ended(
                LifeCycleState.TERMINATED, ResultState.CANCELED, TerminationCode.USER_CANCELED, "Run cancelled.", now);
    }

    static TaskRun timedOut(TaskRun taskRun, long now) {
        return taskRun.ended(
                LifeCycleState.TERMINATED,
                ResultState.TIMEDOUT,
                TerminationCode.CANCELED,
                "The time limit was reached.",
                now);
    }

    static TaskRun upstreamFailed(TaskRun taskRun, long now) {
        return taskRun.ended(
                LifeCycleState.SKIPPED,
                ResultState.UPSTREAM_FAILED,
                TerminationCode.SKIPPED,
                "An upstream task failed.",
                now);
    }

    static TaskRun upstreamCancelled(TaskRun taskRun, long now) {
        return taskRun.ended(
                LifeCycleState.SKIPPED,
                ResultState.UPSTREAM_CANCELED,
                TerminationCode.SKIPPED,
                "An upstream task was cancelled.",
                now);
    }

    /** The end of a run all of whose tasks are in their final states. */
    static RunStatus end(Draft draft) {
        RunStatus before = draft.status();
        Change.Tally tally = draft.tally();
        long now = draft.now();
        if (before.ending() == ResultState.CANCELED) {
            return before.ended(
                    LifeCycleState.TERMINATED,
                    ResultState.CANCELED,
                    TerminationCode.USER_CANCELED,
                    "Run cancelled.",
                    now);
        }

        if (before.ending() == ResultState.TIMEDOUT) {
            return before.ended(
                    LifeCycleState.TERMINATED,
                    ResultState.TIMEDOUT,
                    TerminationCode.CANCELED,
                    "The time limit of the run was reached.",
                    now);
        }

        if (tally.failedLeaves() > 0) {
            return before.ended(
                    LifeCycleState.INTERNAL_ERROR,
                    ResultState.FAILED,
                    TerminationCode.RUN_EXECUTION_ERROR,
                    failure(draft),
                    now);
        }

        return tally.failed() > 0
                ? before.ended(
                        LifeCycleState.TERMINATED,
                        ResultState.SUCCESS_WITH_FAILURES,
                        TerminationCode.SUCCESS_WITH_FAILURES,
                        "",
                        now)
                : before.ended(LifeCycleState.TERMINATED, ResultState.SUCCESS, TerminationCode.SUCCESS, "", now);
    }

    private static String failure(Draft draft) {
        long first = draft.tally().firstFailure();
        for (int task = 0; task < draft.plan().graph().size(); task++) {
            TaskRun last = draft.newest(task).orElseThrow();
            if (last.taskRunId() == first) {
                String text = "Task %s failed with message: %s".formatted(last.taskKey(), sentence(last.message()));
                return draft.tally().skipped() > 0 ? text + " This caused all downstream tasks to get skipped." : text;
            }
        }

        return "Tasks that had not run because of a failure were left out of the repair.";
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
