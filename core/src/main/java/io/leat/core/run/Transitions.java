package io.leat.core.run;

import static io.leat.core.run.LifeCycleState.BLOCKED;
import static io.leat.core.run.LifeCycleState.INTERNAL_ERROR;
import static io.leat.core.run.LifeCycleState.PENDING;
import static io.leat.core.run.LifeCycleState.QUEUED;
import static io.leat.core.run.LifeCycleState.RUNNING;
import static io.leat.core.run.LifeCycleState.SKIPPED;
import static io.leat.core.run.LifeCycleState.TERMINATED;
import static io.leat.core.run.LifeCycleState.TERMINATING;
import static io.leat.core.run.LifeCycleState.WAITING_FOR_RETRY;
import static io.leat.core.run.Transitions.Subject.RUN;
import static io.leat.core.run.Transitions.Subject.TASK_RUN;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every way in which runs and task runs move, and what moves them so. The machine moves nothing in any other way. */
public final class Transitions {
    private static final Map<Step, Set<Cause>> ALL = table();

    private Transitions() {}

    /** What moves. */
    public enum Subject {
        RUN,
        TASK_RUN
    }

    /** What moves it: an event about it or about another task run of the same run, or a repair. */
    public enum Cause {
        START,
        ASSIGNED,
        STARTED,
        ENDED,
        DISPLACED,
        DECIDED,
        EXPANDED,
        CHILD_STARTED,
        REFUSED,
        RETRY_DUE,
        TASK_TIMEOUT,
        RUN_TIMEOUT,
        QUEUE_TIMEOUT,
        CANCEL_TASK,
        CANCEL,
        REPAIR;

        /** By which a task run may end, so that others begin, are skipped, or the run ends. */
        static final Set<Cause> ENDS_A_TASK =
                EnumSet.of(ENDED, DISPLACED, DECIDED, EXPANDED, REFUSED, TASK_TIMEOUT, CANCEL_TASK);

        /** By which a task run ends that nobody holds, or is told to end. */
        static final Set<Cause> ASKED_TO_END = EnumSet.of(TASK_TIMEOUT, RUN_TIMEOUT, CANCEL_TASK, CANCEL);

        static Cause of(Event.Kind kind) {
            return valueOf(kind.name());
        }
    }

    /**
     * From one state to another.
     *
     * @param from null of what is new
     */
    public record Step(Subject subject, @Nullable LifeCycleState from, LifeCycleState to) {}

    private static Map<Step, Set<Cause>> table() {
        Map<Step, Set<Cause>> table = new LinkedHashMap<>();
        put(table, RUN, QUEUED, PENDING, Cause.START);
        put(table, RUN, QUEUED, SKIPPED, Cause.QUEUE_TIMEOUT);
        put(table, RUN, QUEUED, TERMINATED, Cause.START, Cause.CANCEL);
        put(
                table,
                RUN,
                PENDING,
                RUNNING,
                Cause.STARTED,
                Cause.DECIDED,
                Cause.EXPANDED,
                Cause.CHILD_STARTED,
                Cause.REFUSED);
        put(table, RUN, PENDING, TERMINATING, Cause.RUN_TIMEOUT, Cause.CANCEL);
        put(
                table,
                RUN,
                PENDING,
                TERMINATED,
                but(Cause.ENDS_A_TASK, Cause.TASK_TIMEOUT),
                Cause.START,
                Cause.RUN_TIMEOUT,
                Cause.CANCEL);
        put(table, RUN, PENDING, INTERNAL_ERROR, but(Cause.ENDS_A_TASK, Cause.TASK_TIMEOUT));
        put(table, RUN, RUNNING, TERMINATING, Cause.RUN_TIMEOUT, Cause.CANCEL);
        put(table, RUN, RUNNING, TERMINATED, Cause.ENDS_A_TASK, Cause.RUN_TIMEOUT, Cause.CANCEL);
        put(table, RUN, RUNNING, INTERNAL_ERROR, Cause.ENDS_A_TASK);
        put(table, RUN, TERMINATING, TERMINATED, Cause.ENDED, Cause.DISPLACED);
        put(table, RUN, TERMINATED, PENDING, Cause.REPAIR);
        put(table, RUN, TERMINATED, INTERNAL_ERROR, Cause.REPAIR);
        put(table, RUN, INTERNAL_ERROR, PENDING, Cause.REPAIR);
        put(table, RUN, INTERNAL_ERROR, TERMINATED, Cause.REPAIR);
        put(table, TASK_RUN, null, BLOCKED, Cause.START, Cause.REPAIR);
        put(table, TASK_RUN, null, PENDING, but(Cause.ENDS_A_TASK, Cause.TASK_TIMEOUT));
        put(table, TASK_RUN, null, WAITING_FOR_RETRY, Cause.ENDED);
        put(table, TASK_RUN, BLOCKED, PENDING, Cause.ENDS_A_TASK, Cause.START, Cause.REPAIR);
        put(table, TASK_RUN, BLOCKED, SKIPPED, Cause.ENDS_A_TASK, Cause.START, Cause.REPAIR);
        put(table, TASK_RUN, BLOCKED, TERMINATED, Cause.RUN_TIMEOUT, Cause.CANCEL_TASK, Cause.CANCEL);
        put(
                table,
                TASK_RUN,
                PENDING,
                RUNNING,
                Cause.STARTED,
                Cause.DECIDED,
                Cause.EXPANDED,
                Cause.CHILD_STARTED,
                Cause.REFUSED);
        put(table, TASK_RUN, PENDING, TERMINATING, Cause.ASKED_TO_END);
        put(table, TASK_RUN, PENDING, TERMINATED, Cause.ASKED_TO_END, Cause.ENDED);
        put(table, TASK_RUN, PENDING, INTERNAL_ERROR, Cause.ENDED, Cause.DISPLACED);
        put(table, TASK_RUN, RUNNING, TERMINATING, Cause.ASKED_TO_END);
        put(table, TASK_RUN, RUNNING, TERMINATED, but(Cause.ENDS_A_TASK, Cause.TASK_TIMEOUT));
        put(table, TASK_RUN, RUNNING, INTERNAL_ERROR, Cause.ENDED, Cause.DISPLACED);
        put(table, TASK_RUN, TERMINATING, TERMINATED, Cause.ASKED_TO_END, Cause.ENDED, Cause.DISPLACED);
        put(table, TASK_RUN, WAITING_FOR_RETRY, PENDING, Cause.RETRY_DUE);
        put(table, TASK_RUN, WAITING_FOR_RETRY, TERMINATED, Cause.ASKED_TO_END);
        return Collections.unmodifiableMap(table);
    }

    private static Set<Cause> but(Set<Cause> causes, Cause without) {
        Set<Cause> rest = EnumSet.copyOf(causes);
        rest.remove(without);
        return rest;
    }

    private static void put(
            Map<Step, Set<Cause>> table,
            Subject subject,
            @Nullable LifeCycleState from,
            LifeCycleState to,
            Cause... causes) {
        put(table, subject, from, to, EnumSet.noneOf(Cause.class), causes);
    }

    private static void put(
            Map<Step, Set<Cause>> table,
            Subject subject,
            @Nullable LifeCycleState from,
            LifeCycleState to,
            Set<Cause> some,
            Cause... more) {
        Set<Cause> causes = EnumSet.copyOf(some.isEmpty() ? List.of(more) : some);
        causes.addAll(List.of(more));
        table.put(new Step(subject, from, to), Collections.unmodifiableSet(causes));
    }

    /** The steps there are, each with its causes, in the order of a life. */
    public static Map<Step, Set<Cause>> all() {
        return ALL;
    }

    static void require(Subject subject, @Nullable LifeCycleState from, LifeCycleState to, Cause cause) {
        Step step = new Step(subject, from, to);
        if (from != to && !ALL.getOrDefault(step, Set.of()).contains(cause)) {
            throw new IllegalStateException("%s does not move a %s from %s to %s".formatted(cause, subject, from, to));
        }
    }
}
