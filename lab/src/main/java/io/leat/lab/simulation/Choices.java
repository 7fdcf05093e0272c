package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.lab.simulation.Verdict.Repair;
import io.leat.lab.simulation.Watch.TaskRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether each repair of a run ran the tasks that it was to run, and no others. */
final class Choices {
    private final JsonNode job;
    private final Map<String, List<TaskRow>> attempts;
    private final List<Repair> repairs;

    Choices(JsonNode job, Map<String, List<TaskRow>> attempts, List<Repair> repairs) {
        this.job = job;
        this.attempts = new TreeMap<>(attempts);
        this.attempts.keySet().removeIf(tried -> tried.endsWith("]")); // iterations go with their loop
        this.repairs = repairs;
    }

    void pass() {
        for (int i = 0; i < repairs.size(); i++) {
            Repair repair = repairs.get(i);
            long next = i + 1 < repairs.size() ? repairs.get(i + 1).id() : Long.MAX_VALUE;
            Set<String> ran = new TreeSet<>();
            attempts.forEach((key, rows) -> {
                if (rows.stream().anyMatch(row -> row.id() > repair.id() && row.id() < next)) {
                    ran.add(key);
                }
            });
            Set<String> wanted = chosen(repair);
            Violation.when(!ran.equals(wanted), "%s ran %s and not %s", repair, ran, wanted);
        }
    }

    private Set<String> chosen(Repair repair) {
        Set<String> chosen = new TreeSet<>();
        attempts.forEach((key, rows) -> {
            List<TaskRow> before =
                    rows.stream().filter(row -> row.id() < repair.id()).toList();
            String result =
                    before.isEmpty() ? "FAILED" : before.get(before.size() - 1).result();
            if (repair.keys().isEmpty()
                    ? RunIf.isFailure(result)
                    : repair.keys().contains(key)) {
                chosen.add(key);
            }
        });
        if (repair.dependents()) {
            addBelow(chosen);
        }

        return chosen;
    }

    private void addBelow(Set<String> chosen) {
        Set<String> before = new HashSet<>();
        while (!before.equals(chosen)) {
            before.addAll(chosen);
            for (JsonNode task : job.path("tasks")) {
                for (JsonNode above : task.path("depends_on")) {
                    if (before.contains(above.path("task_key").asText())) {
                        chosen.add(task.path("task_key").asText());
                    }
                }
            }
        }
    }
}
