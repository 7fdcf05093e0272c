package io.leat.core.job;

import io.leat.core.error.Nearest;
import io.leat.core.graph.TaskGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the tasks of a job make a DAG: keys are unique, dependencies exist, and none leads back to its start. */
final class DagRules {
    private static final Pattern KEY = Pattern.compile("[\\w-]+");

    private static final int LONGEST_KEY = 100;

    private final Map<String, Place> tasks = new LinkedHashMap<>();

    private final Reading reading;

    private DagRules(Reading reading) {
        this.reading = reading;
    }

    static void check(Place job, Reading reading) {
        List<Place> tasks = job.field("tasks").elements();
        DagRules rules = new DagRules(reading);
        tasks.forEach(rules::addKey);
        tasks.forEach(rules::checkDependencies);
        rules.checkCycle();
    }

    private void addKey(Place task) {
        Place key = task.field("task_key");
        if (!key.node().isTextual()) {
            return;
        }

        if (reading != Reading.SINGLE_TASK && !isKey(key.text())) {
            key.error(badKey(key));
        }

        Place before = tasks.putIfAbsent(key.text(), task);
        if (before != null) {
            key.error("Two tasks have the task_key %s: %s and %s.".formatted(key.text(), before.name(), task.name()));
        }
    }

    static boolean isKey(String text) {
        return KEY.matcher(text).matches() && text.length() <= LONGEST_KEY;
    }

    static String badKey(Place key) {
        return "%s \"%s\" may have only letters, digits, _ and -, at most %d of them."
                .formatted(key.name(), key.text(), LONGEST_KEY);
    }

    private void checkDependencies(Place task) {
        String own = task.field("task_key").text();
        for (Place dependency : task.field("depends_on").elements()) {
            Place key = dependency.field("task_key");
            if (key.is(own)) {
                key.error("%s depends on itself.".formatted(own));
            } else if (key.node().isTextual() && !tasks.containsKey(key.text())) {
                String hint = Nearest.didYouMean(key.text(), others(own));
                key.error("%s depends on %s, which is no task of this job%s"
                        .formatted(own, key.text(), hint.isEmpty() ? "." : hint));
            }

            checkOutcome(dependency.field("outcome"), key.text());
        }
    }

    private void checkOutcome(Place outcome, String key) {
        Place condition = tasks.get(key);
        if (!outcome.isGiven()) {
            return;
        }

        if (outcome.node().isTextual() && !outcome.is("true") && !outcome.is("false")) {
            outcome.error("outcome must be \"true\" or \"false\", but is %s.".formatted(outcome.text()));
        }

        if (condition != null && !condition.field(TaskKinds.CONDITION).isGiven()) {
            outcome.refuse("%s has no outcome; only a %s has one.".formatted(key, TaskKinds.CONDITION));
        }
    }

    private Set<String> others(String own) {
        Map<String, Place> others = new LinkedHashMap<>(tasks);
        others.remove(own);
        return others.keySet();
    }

    private void checkCycle() {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        tasks.forEach((key, task) -> dependencies.put(key, known(task, key)));
        TaskGraph.of(dependencies).findCycle().ifPresent(cycle -> {
            String message = "The tasks wait for each other in a circle: %s.";
            tasks.get(cycle.get(1)).field("depends_on").refuse(message.formatted(String.join(" -> ", cycle)));
        });
    }

    private List<String> known(Place task, String own) {
        return task.field("depends_on").elements().stream()
                .map(dependency -> dependency.field("task_key").text())
                .filter(key -> tasks.containsKey(key) && !key.equals(own))
                .toList();
    }
}
