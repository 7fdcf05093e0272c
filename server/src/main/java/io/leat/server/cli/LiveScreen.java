package io.leat.server.cli;

import io.leat.server.cli.TaskView.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A run drawn on a screen of a certain size: a heading, a line for each task, never more than fit. Pure: the same view,
 * size and time give the same lines.
 */
final class LiveScreen {
    private static final int LONGEST_KEY = 32;
    /** Columns of a task's line for its symbol and its duration. */
    private static final int FIXED = 12;

    private static final int FRAME_MILLIS = 100;
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] ASCII_SPINNER = {"|", "/", "-", "\\"};

    private final Style style;
    private final Console.Size size;
    private final long now;

    LiveScreen(Style style, Console.Size size, long now) {
        this.style = style;
        this.size = size;
        this.now = now;
    }

    /** @param notice said below the tasks; empty for none */
    List<String> lines(RunView run, String notice) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(run));
        if (run.isDriverStarting()) {
            lines.add(driver(run));
        }
        int below = notice.isEmpty() ? 0 : 1;
        List<TaskView> tasks = List.copyOf(run.tasks());
        int room = Math.max(1, size.rows() - 1 - lines.size() - below);
        List<TaskView> shown = tasks.size() <= room ? tasks : chosen(tasks, room - 1);
        int keys =
                shown.stream().mapToInt(task -> Style.width(label(task))).max().orElse(0);
        int column = Math.max(1, Math.min(Math.min(LONGEST_KEY, keys), size.columns() - 1 - FIXED));
        shown.forEach(task -> lines.add(line(run, task, column)));
        if (shown.size() < tasks.size()) {
            lines.add(rest(tasks, shown.size()));
        }
        if (below > 0) {
            lines.add(style.paint(Style.Colour.ODD, style.fit(notice, size.columns() - 1)));
        }
        return lines;
    }

    private String heading(RunView run) {
        String state = run.hasEnded() ? run.outcome() : "running";
        long until = run.hasEnded() ? run.end() : now;
        String rest = "%srun %d%s%s%s%s"
                .formatted(
                        style.dot(),
                        run.runId(),
                        style.dot(),
                        state,
                        style.dot(),
                        Shown.duration(run.start() == 0 ? 0 : until - run.start()));
        int columns = size.columns() - 1;
        String name = style.fit(run.name(), Math.max(Math.min(8, columns), columns - Style.width(rest)));
        return style.paint(Style.Colour.BOLD, name) + style.fit(rest, columns - Style.width(name));
    }

    private String driver(RunView run) {
        String what = "  %s %s %s  (the first start takes 10 s)"
                .formatted(spinner(), run.driverText(), Shown.duration(now - run.driverStart()));
        return style.paint(Style.Colour.BUSY, style.fit(what, size.columns() - 1));
    }

    private String line(RunView run, TaskView task, int column) {
        String key = Style.left(style.fit(label(task), column), column);
        String duration = Style.right(task.duration(now), 7);
        int room = size.columns() - 1 - FIXED - column - 2;
        String detail = style.fit(Style.tame(TaskText.detail(run, task, style)), room);
        Style.Colour colour = colour(task.phase());
        boolean quiet = task.phase() == Phase.WAITING || task.phase() == Phase.QUEUED;
        String text = quiet ? style.paint(Style.Colour.DIM, detail) : detail;
        String line = "  %s %s %s  %s".formatted(style.paint(colour, symbol(task.phase())), key, duration, text);
        return line.stripTrailing();
    }

    private static String label(TaskView task) {
        return task.attempt() == 0 ? task.key : task.key + " (try " + (task.attempt() + 1) + ")";
    }

    /** Those at work and those that failed come first, then what is next, then what ended last; shown in DAG order. */
    private static List<TaskView> chosen(List<TaskView> tasks, int room) {
        List<TaskView> sorted = new ArrayList<>(tasks);
        sorted.sort(Comparator.comparing((TaskView task) -> rank(task.phase()))
                .thenComparing(task -> task.phase().isEnd() ? -task.end() : 0));
        Set<TaskView> kept = new HashSet<>(sorted.subList(0, Math.max(0, room)));
        return tasks.stream().filter(kept::contains).toList();
    }

    private static int rank(Phase phase) {
        return switch (phase) {
            case RUNNING -> 0;
            case FAILED -> 1;
            case QUEUED -> 2;
            case CANCELLED -> 3;
            case DONE -> 4;
            case WAITING -> 5;
            case SKIPPED -> 6;
        };
    }

    private String rest(List<TaskView> tasks, int shown) {
        StringBuilder text = new StringBuilder("  ")
                .append(style.ellipsis())
                .append(' ')
                .append(tasks.size() - shown)
                .append(" more; of all ")
                .append(tasks.size())
                .append(':');
        String comma = " ";
        for (Phase phase : Phase.values()) {
            long count = tasks.stream().filter(task -> task.phase() == phase).count();
            if (count > 0) {
                text.append(comma).append(count).append(' ').append(word(phase));
                comma = ", ";
            }
        }
        return style.paint(Style.Colour.DIM, style.fit(text.toString(), size.columns() - 1));
    }

    static String word(Phase phase) {
        return switch (phase) {
            case WAITING -> "waiting";
            case QUEUED -> "queued";
            case RUNNING -> "running";
            case DONE -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case SKIPPED -> "skipped";
        };
    }

    private static Style.Colour colour(Phase phase) {
        return switch (phase) {
            case WAITING, QUEUED -> Style.Colour.DIM;
            case RUNNING -> Style.Colour.BUSY;
            case DONE -> Style.Colour.GOOD;
            case FAILED -> Style.Colour.BAD;
            case CANCELLED, SKIPPED -> Style.Colour.ODD;
        };
    }

    private String symbol(Phase phase) {
        return switch (phase) {
            case WAITING -> style.unicode() ? "○" : ".";
            case QUEUED -> style.unicode() ? "◌" : "o";
            case RUNNING -> spinner();
            case DONE -> style.unicode() ? "✓" : "+";
            case FAILED -> style.unicode() ? "✗" : "x";
            case CANCELLED -> style.unicode() ? "⊘" : "/";
            case SKIPPED -> style.unicode() ? "↷" : ">";
        };
    }

    private String spinner() {
        String[] frames = style.unicode() ? SPINNER : ASCII_SPINNER;
        return frames[(int) (now / FRAME_MILLIS % frames.length)];
    }
}
