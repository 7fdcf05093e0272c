package io.leat.core.run;

import io.leat.core.run.Transitions.Cause;
import io.leat.core.run.Transitions.Step;
import io.leat.core.run.Transitions.Subject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page of the documentation about states, from {@link Transitions}. */
final class StatesPage {
    private static final Map<Cause, String> WORDS = Map.ofEntries(
            Map.entry(Cause.START, "the run is to begin, at once or when its turn comes"),
            Map.entry(Cause.ASSIGNED, "a driver is given the task run; it stays PENDING until its code begins"),
            Map.entry(Cause.STARTED, "the task's code begins in its driver"),
            Map.entry(
                    Cause.ENDED,
                    "the driver says that the task run has ended, or is gone; or the run that a"
                            + " run-job task waits for has ended"),
            Map.entry(Cause.DISPLACED, "the driver was ended for another task's sake; the try does not count"),
            Map.entry(Cause.DECIDED, "a condition was compared"),
            Map.entry(Cause.EXPANDED, "the inputs of a for-each are known"),
            Map.entry(Cause.CHILD_STARTED, "the run that a run-job task asks for was made"),
            Map.entry(Cause.REFUSED, "what a task needs to begin cannot be had, such as a value or a job"),
            Map.entry(Cause.RETRY_DUE, "the interval before a retry is over"),
            Map.entry(Cause.TASK_TIMEOUT, "the time of an attempt is over"),
            Map.entry(Cause.RUN_TIMEOUT, "the time of the run is over"),
            Map.entry(Cause.QUEUE_TIMEOUT, "the run has waited 48 hours for its turn"),
            Map.entry(Cause.CANCEL_TASK, "somebody wants one task run to end"),
            Map.entry(Cause.CANCEL, "somebody wants the run to end"),
            Map.entry(Cause.REPAIR, "chosen tasks of an ended run are to run again"));

    private StatesPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # States

                Generated from [Transitions](../core/src/main/java/io/leat/core/run/Transitions.java), which
                [RunMachine](../core/src/main/java/io/leat/core/run/RunMachine.java) keeps to: it moves runs and task runs
                in these ways and in no other. A test visits every one of them.

                A task run that has ended stays as it is; a retry or a repair makes a new one. An event that comes late,
                twice, or from a driver that holds the task run no more moves nothing.

                ## Events

                | event | what has happened |
                |---|---|
                """);
        for (Cause cause : Cause.values()) {
            page.append("| `%s` | %s |\n".formatted(cause, WORDS.get(cause)));
        }

        table(page, Subject.RUN, "Runs");
        table(page, Subject.TASK_RUN, "Task runs");
        return page.toString();
    }

    private static void table(StringBuilder page, Subject subject, String title) {
        page.append("\n## ").append(title).append("\n\n| from | to | by |\n|---|---|---|\n");
        for (Map.Entry<Step, Set<Cause>> entry : Transitions.all().entrySet()) {
            Step step = entry.getKey();
            if (step.subject() == subject) {
                String from = step.from() == null ? "new" : "`" + step.from() + "`";
                String causes = new TreeSet<>(entry.getValue())
                        .stream().map(cause -> "`" + cause + "`").collect(Collectors.joining(", "));
                page.append("| ").append(from).append(" | `").append(step.to()).append("` | ");
                page.append(causes).append(" |\n");
            }
        }
    }
}
