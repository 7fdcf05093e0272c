package io.leat.server.engine;

import io.leat.core.run.Command;
import io.leat.core.run.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is due. A timer that fires for what has moved on moves nothing, so none is ever called off. */
final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final long AGAIN_MILLIS = 1_000;

    private final Machine machine;

    Timers(Machine machine) {
        this.machine = machine;
    }

    /** The event a timer of the machine stands for. */
    static Event event(Command command) {
        return switch (command.kind()) {
            case TIME_RETRY -> Event.retryDue(command.taskRunId());
            case TIME_TASK -> Event.taskTimeout(command.taskRunId());
            case TIME_RUN -> Event.runTimeout();
            case ASSIGN, EVALUATE, EXPAND, START_JOB, CANCEL_TASK, RUN_ENDED ->
                throw new IllegalArgumentException(command + " is no timer");
        };
    }

    /** Does it at that time, in epoch milliseconds; at once if that is past. */
    void at(long time, Runnable work) {
        after(time - machine.now(), work);
    }

    void after(long millis, Runnable work) {
        machine.after(Math.max(0, millis), work);
    }

    /** Has the work done however often the store refuses it at first; what happened must not get lost. */
    void insist(Loop loop, Loop.Work<Boolean> work) {
        loop.submit(work).whenComplete((done, failure) -> {
            if (failure != null && !loop.isClosed()) {
                LOG.warn("will be tried again", failure);
                after(AGAIN_MILLIS, () -> insist(loop, work));
            }
        });
    }
}
