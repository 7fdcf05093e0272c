package io.leat.core.run;

import io.leat.core.run.TaskNode.Presence;
import java.util.Arrays;

/** How runs and task runs end, in the states and sentences that clients of the Jobs API know. */
final class RunMessages {
    private static final String WORKLOAD_FAILED = "Workload failed, see run output for details";

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

    static TaskRun excluded(TaskRun taskRun, long now) {
        return taskRun.ended(
                LifeCycleState.SKIPPED,
                ResultState.EXCLUDED,
                TerminationCode.SKIPPED,
                "Its run_if condition was not met, or its branch was not taken.",
                now);
    }

    static TaskRun absent(TaskRun taskRun, Presence presence, long now) {
        return taskRun.ended(
                LifeCycleState.SKIPPED,
                ResultState.DISABLED,
                TerminationCode.DISABLED,
                presence == Presence.LEFT_OUT ? "Only other tasks were asked for." : "The task is disabled.",
                now);
    }

    static TaskRun succeeded(TaskRun taskRun, long now) {
        return taskRun.ended(LifeCycleState.TERMINATED, ResultState.SUCCESS, TerminationCode.SUCCESS, "", now);
    }

    static TaskRun failed(TaskRun taskRun, String message, long now) {
        return taskRun.ended(
                LifeCycleState.TERMINATED,
                ResultState.FAILED,
                TerminationCode.RUN_EXECUTION_ERROR,
                message.isEmpty() ? WORKLOAD_FAILED : message,
                now);
    }

    /** The end of a task run that is being ended, in the way it was decided; what never started has had no time. */
    static TaskRun ending(TaskRun taskRun, ResultState how, long now) {
        boolean timedOut = how == ResultState.TIMEDOUT && taskRun.startTime() > 0;
        return timedOut ? timedOut(taskRun, now) : cancelled(taskRun, now);
    }

    /** The end of a for-each all of whose iterations have ended. */
    static TaskRun looped(TaskRun parent, Loop loop, long now) {
        return loop.failed() == 0
                ? succeeded(parent, now)
                : failed(parent, "%d of %d iterations failed.".formatted(loop.failed(), loop.total()), now);
    }

    /** The end of a run that never had its turn. */
    static RunStatus neverStarted(RunStatus before, ResultState how, long now) {
        return how == ResultState.CANCELED
                ? before.ended(
                        LifeCycleState.TERMINATED,
                        ResultState.CANCELED,
                        TerminationCode.USER_CANCELED,
                        "Run cancelled.",
                        now)
                : before.ended(
                        LifeCycleState.SKIPPED,
                        ResultState.MAXIMUM_CONCURRENT_RUNS_REACHED,
                        TerminationCode.MAX_JOB_QUEUE_SIZE_EXCEEDED,
                        "Skipping this run because it has waited in the queue for 48 hours.",
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
        if (first == 0) {
            return withoutOwnFailure(draft);
        }

        for (int task = 0; task < draft.plan().graph().size(); task++) {
            TaskRun last = draft.newest(task).orElseThrow();
            if (last.taskRunId() == first) {
                String text = "Task %s failed with message: %s".formatted(last.taskKey(), sentence(last.message()));
                return skipsOthers(draft, task) ? text + " This caused all downstream tasks to get skipped." : text;
            }
        }

        throw new IllegalStateException("no task has failed");
    }

    private static boolean skipsOthers(Draft draft, int task) {
        return Arrays.stream(draft.plan().graph().downstream(task))
                .mapToObj(below -> draft.newest(below).orElseThrow())
                .anyMatch(below -> below.result() == ResultState.UPSTREAM_FAILED);
    }

    private static String withoutOwnFailure(Draft draft) {
        for (int task = 0; task < draft.plan().graph().size(); task++) {
            TaskRun last = draft.newest(task).orElseThrow();
            if (last.result() == ResultState.CANCELED) {
                return "Task %s was cancelled.".formatted(last.taskKey());
            }
        }

        return "Tasks that had not run because of a failure were left out of the repair.";
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
