package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run told line by line, where nothing can be redrawn: one line for each change. */
final class PlainProgress {
    private final Style style;
    private final Map<String, String> told = new HashMap<>();

    PlainProgress(Style style) {
        this.style = style;
    }

    /** What to print after an event that the view has taken in. */
    List<String> after(JsonNode event, RunView run) {
        return switch (event.path("type").asText()) {
            case "run" ->
                event.has("tasks")
                        ? List.of(line(
                                event,
                                run,
                                "run %d of %s: %d tasks"
                                        .formatted(
                                                run.runId(),
                                                run.name(),
                                                run.tasks().size())))
                        : List.of();
            case "driver" -> List.of(line(event, run, run.driverText()));
            case "task" -> task(event, run);
            default -> List.of();
        };
    }

    private List<String> task(JsonNode event, RunView run) {
        TaskView task = run.task(event.path("task_key").asText());
        String state = text(run, task);
        boolean untouched = task.phase() == TaskView.Phase.WAITING && task.attempt() == 0;
        if (untouched || state.equals(told.put(task.key, state))) {
            return List.of();
        }
        return List.of(line(event, run, state));
    }

    private String text(RunView run, TaskView task) {
        String attempt = task.attempt() == 0 ? "" : " (try %d)".formatted(task.attempt() + 1);
        String head = task.key + attempt + ": " + LiveScreen.word(task.phase());
        if (!task.phase().isEnd()) {
            return head;
        }
        String detail = Style.tame(TaskText.detail(run, task, style));
        String duration = task.start() > 0 && task.end() > 0 ? " in " + task.duration(task.end()) : "";
        return head + duration + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static String line(JsonNode event, RunView run, String text) {
        long at = Math.max(0, event.path("at").asLong() - run.start());
        return "%s  %s".formatted(Style.right(Shown.duration(at), 7), text);
    }
}
