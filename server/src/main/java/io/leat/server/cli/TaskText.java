package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What there is to say of a task in a few words. */
final class TaskText {
    private static final int BAR = 16;

    private TaskText() {}

    /** What it does now, or what came of it. */
    static String detail(RunView run, TaskView task, Style style) {
        return switch (task.phase()) {
            case WAITING -> waiting(run, task);
            case QUEUED -> "queued";
            case RUNNING -> progress(task, style);
            case DONE -> made(task, style);
            case FAILED, CANCELLED, SKIPPED -> firstLine(task.message());
        };
    }

    /** Such as {@code 10,240 rows → bronze.clicks v1, 12 quarantined}; of several tables the last, which is the target. */
    static String made(TaskView task, Style style) {
        List<String> parts = new ArrayList<>();
        List<JsonNode> commits = task.commits();
        for (JsonNode commit : commits.subList(Math.max(0, commits.size() - 1), commits.size())) {
            String rows =
                    commit.hasNonNull("rows") ? Shown.count(commit.path("rows").asLong()) + " rows " : "";
            String version =
                    commit.hasNonNull("version") ? " v" + commit.path("version").asText() : "";
            parts.add("%s%s %s%s"
                    .formatted(rows, style.arrow(), commit.path("table").asText(), version));
        }
        for (JsonNode model : task.models()) {
            parts.add(model(model, 2));
        }
        for (String odd : List.of("quarantined", "dropped")) {
            if (task.count(odd) > 0) {
                parts.add(Shown.count(task.count(odd)) + " " + odd);
            }
        }
        if (!task.found().isEmpty()) {
            parts.add(0, task.found());
        }
        String nothing = Task.writesTables(task.kind) ? "nothing new" : "";
        return parts.isEmpty() ? nothing : String.join(", ", parts);
    }

    /** Such as {@code churn v3, auc 0.8312, baseline_auc 0.6105}. */
    static String model(JsonNode model, int most) {
        String version =
                model.hasNonNull("version") ? " v" + model.path("version").asText() : "";
        List<String> metrics = List.of(Fields.metrics(model.path("metrics")).split(", "));
        String shown = metrics.stream().limit(most).collect(Collectors.joining(", "));
        return model.path("name").asText() + version + (shown.isEmpty() ? "" : ", " + shown);
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String waiting(RunView run, TaskView task) {
        if (task.attempt() > 0 || task.dependsOn.isEmpty()) {
            return firstLine(task.message());
        }
        List<String> missing = task.dependsOn.stream()
                .filter(key -> run.task(key).phase() != TaskView.Phase.DONE)
                .toList();
        return missing.isEmpty() ? "" : "waits for " + String.join(", ", missing);
    }

    private static String progress(TaskView task, Style style) {
        if (task.total() <= 0) {
            return task.activity();
        }
        return "%s %d/%d  %s"
                .formatted(style.bar(task.done(), task.total(), BAR), task.done(), task.total(), task.activity())
                .stripTrailing();
    }
}
