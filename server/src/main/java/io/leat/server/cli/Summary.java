package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.server.config.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said when a run has ended: its outcome, what it made, what failed, where the time went, where to look. */
final class Summary {
    private static final int MOST_FAILURES = 10;
    private static final int MOST_METRICS = 8;

    private final Context context;
    private final Workspace workspace;
    private final Style style;
    private final int columns;

    Summary(Context context, Workspace workspace, int columns) {
        this.context = context;
        this.workspace = workspace;
        this.style = context.console().style();
        this.columns = columns;
    }

    List<String> lines(RunView run, Timing timing) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(outcome(run));
        failures(run, lines);
        tables(run, lines);
        models(run, lines);
        lines.add("");
        lines.add("Time: " + timing.text(run));
        hints(run, lines);
        return lines;
    }

    private String outcome(RunView run) {
        Style.Colour colour = switch (run.exitStatus()) {
            case Cli.SUCCESS -> Style.Colour.GOOD;
            case Cli.CANCELLED -> Style.Colour.ODD;
            default -> Style.Colour.BAD;
        };
        String message = run.message().isEmpty() ? "" : ": " + Style.tame(run.message());
        return "Run %d of %s: %s in %s%s"
                .formatted(
                        run.runId(),
                        run.name(),
                        style.paint(colour, run.outcome()),
                        Shown.duration(run.end() - run.start()),
                        message);
    }

    private void failures(RunView run, List<String> lines) {
        List<TaskView> failed = run.tasks().stream()
                .filter(task -> task.phase() == TaskView.Phase.FAILED)
                .toList();
        if (failed.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Failed");
        for (TaskView task : failed.subList(0, Math.min(MOST_FAILURES, failed.size()))) {
            lines.add("  " + style.paint(Style.Colour.BAD, task.key));
            task.message().lines().map(Style::tame).forEach(line -> lines.add("    " + line));
            lines.add("    see: " + context.hint(workspace, "logs " + run.runId() + " " + task.key));
        }
        if (failed.size() > MOST_FAILURES) {
            lines.add("  and %d more".formatted(failed.size() - MOST_FAILURES));
        }
    }

    private void tables(RunView run, List<String> lines) {
        TextTable table = new TextTable("  TABLE", "VERSION>", "ROWS>", "TOTAL>", "BY");
        for (TaskView task : run.tasks()) {
            for (JsonNode commit : task.commits()) {
                table.row(
                        "  " + commit.path("table").asText(),
                        commit.path("version").asText(""),
                        Fields.count(commit, "rows"),
                        Fields.count(commit, "total_rows"),
                        task.key);
            }
        }
        if (!table.isEmpty()) {
            lines.add("");
            lines.add("Tables written");
            lines.addAll(table.lines(style, columns));
        }
    }

    private void models(RunView run, List<String> lines) {
        for (TaskView task : run.tasks()) {
            for (JsonNode model : task.models()) {
                lines.add("");
                lines.add("Model " + style.paint(Style.Colour.BOLD, TaskText.model(model, 0)) + " ("
                        + model.path("algorithm").asText() + ")");
                lines.add("  " + TaskText.model(model, MOST_METRICS).replaceFirst("^[^,]*(, |$)", ""));
                lines.add("  trained on %s: %s rows, tested on %s"
                        .formatted(
                                Fields.dataset(model.path("trained_on")),
                                Fields.count(model, "train_rows"),
                                Fields.count(model, "test_rows")));
            }
        }
    }

    private void hints(RunView run, List<String> lines) {
        Map<String, String> hints = new LinkedHashMap<>();
        hints.put("runs get " + run.runId(), "the run and its task runs");
        if (run.exitStatus() != Cli.SUCCESS) {
            hints.put("repair " + run.runId(), "run again what did not succeed, when it is mended");
        }
        run.tasks().stream()
                .flatMap(task -> task.commits().stream())
                .reduce((first, last) -> last)
                .ifPresent(commit -> {
                    String table = commit.path("table").asText();
                    hints.put("tables show " + table, "its columns, versions and who made them");
                    hints.put("sql \"SELECT * FROM " + table + "\"", "its rows");
                    hints.put("lineage " + table, "what it was made from");
                });
        lines.add("");
        lines.add("Look next");
        TextTable table = new TextTable("  ", "");
        hints.forEach((command, what) -> table.row("  " + context.hint(workspace, command), what));
        List<String> rows = table.lines(style, Integer.MAX_VALUE);
        lines.addAll(rows.subList(1, rows.size()));
    }
}
