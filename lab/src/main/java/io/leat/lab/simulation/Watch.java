package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Looks at every row that a commit wrote, and compares it with what it was before. */
final class Watch {
    private static final Map<LifeCycleState, Set<LifeCycleState>> REACHABLE = reachable();

    private final World world;
    private final Statements store;
    private final Map<Long, TaskRow> tasks = new HashMap<>();
    private final Map<Long, RunRow> runs = new HashMap<>();
    private final Set<Long> active = new HashSet<>();
    private final Map<Long, Boolean> turns = new LinkedHashMap<>();
    private final Map<Long, String> ends = new HashMap<>();
    private final Set<Long> repairing = new HashSet<>();
    private LongConsumer ended = runId -> {};

    Watch(World world, Storage storage) {
        this.world = world;
        this.store = storage.statements();
    }

    /** A task run as it is stored. */
    record TaskRow(
            long id,
            long runId,
            String key,
            int attempt,
            int retriesUsed,
            LifeCycleState state,
            String result,
            String code,
            String message,
            long endTime,
            long fence,
            String driverId,
            int iteration,
            long parentId,
            long childRunId) {
        /** The task's own key, also of one of its iterations. */
        String task() {
            return iteration < 0 ? key : key.substring(0, key.indexOf('['));
        }

        static TaskRow of(ResultSet row) throws SQLException {
            return new TaskRow(
                    row.getLong("task_run_id"),
                    row.getLong("run_id"),
                    row.getString("task_key"),
                    row.getInt("attempt_number"),
                    row.getInt("retries_used"),
                    LifeCycleState.valueOf(row.getString("state")),
                    text(row.getString("result")),
                    text(row.getString("code")),
                    row.getString("message"),
                    row.getLong("end_time"),
                    row.getLong("fence"),
                    text(row.getString("driver_id")),
                    row.getInt("iteration"),
                    row.getLong("parent_id"),
                    row.getLong("child_run_id"));
        }
    }

    /** A run as it is stored. */
    record RunRow(
            long id,
            long jobId,
            String settings,
            LifeCycleState state,
            String result,
            String message,
            String ending,
            long endTime,
            long parentTaskRunId) {
        static RunRow of(ResultSet row) throws SQLException {
            return new RunRow(
                    row.getLong("run_id"),
                    row.getLong("job_id"),
                    row.getString("settings"),
                    LifeCycleState.valueOf(row.getString("state")),
                    text(row.getString("result")),
                    row.getString("message"),
                    text(row.getString("ending")),
                    row.getLong("end_time"),
                    row.getLong("parent_task_run_id"));
        }

        boolean isOver() {
            return state.isTerminal();
        }
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    private static Map<LifeCycleState, Set<LifeCycleState>> reachable() {
        Map<LifeCycleState, Set<LifeCycleState>> all = new EnumMap<>(LifeCycleState.class);
        for (LifeCycleState from : LifeCycleState.values()) {
            Set<LifeCycleState> reached = EnumSet.of(from);
            boolean grown = true;
            while (grown) {
                grown = false;
                for (LifeCycleState state : List.copyOf(reached)) {
                    grown |= reached.addAll(state.next());
                }
            }

            all.put(from, reached);
        }

        return all;
    }

    /** Hears of every run that ends. */
    void onEnd(LongConsumer listener) {
        ended = listener;
    }

    /** Somebody asks for a repair of this run, so that it may leave its end. */
    void repairing(long runId) {
        repairing.add(runId);
    }

    boolean isQuiet() {
        return active.isEmpty();
    }

    Set<Long> active() {
        return active;
    }

    Map<Long, RunRow> runs() {
        return runs;
    }

    List<TaskRow> tasks(long runId) {
        return tasks.values().stream()
                .filter(row -> row.runId() == runId)
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .toList();
    }

    void committed(List<Storage.Change> changes) {
        Set<Storage.Change> seen = new HashSet<>(changes);
        for (Storage.Change change : changes) {
            if (seen.remove(change)) {
                look(change);
            }
        }

        turns.forEach((runId, waited) -> turn(runs.get(runId), waited));
        turns.clear();
    }

    private void look(Storage.Change change) {
        if (change.table().equals("task_run")) {
            String sql = "SELECT * FROM task_run WHERE task_run_id = ?";
            task(store.look(sql, null, TaskRow::of, change.row()));
        } else if (change.table().equals("run")) {
            run(store.look("SELECT * FROM run WHERE run_id = ?", null, RunRow::of, change.row()));
        }
    }

    private void task(TaskRow row) {
        TaskRow before = tasks.put(row.id(), row);
        world.trace.say("   %s", row);
        if (before != null && !before.equals(row)) {
            Violation.when(before.state().isTerminal(), "a task run that had ended moved: %s, then %s", before, row);
            Violation.when(
                    !REACHABLE.getOrDefault(before.state(), Set.of()).contains(row.state()),
                    "a task run moved against the rules: %s, then %s",
                    before,
                    row);
            Violation.when(
                    before.fence() != 0 && before.fence() != row.fence(), "a fence changed: %s, then %s", before, row);
        }

        if (row.state().isTerminal()) {
            world.truth
                    .runningIn(row.id())
                    .ifPresent(driver -> Violation.when(true, "%s has ended, and runs in driver %s", row, driver));
        }
    }

    private void run(RunRow row) {
        RunRow before = runs.put(row.id(), row);
        world.trace.say("   %s %s %s %s", row.id(), row.state(), row.result(), row.ending());
        if (before != null && before.isOver() && !before.equals(row)) {
            Violation.when(!repairing.contains(row.id()), "a run that had ended moved: %s, then %s", before, row);
        }

        if (before != null && !before.ending().isEmpty() && row.isOver()) {
            Violation.when(!row.result().equals(before.ending()), "it was to end %s: %s", before.ending(), row);
        }

        if (!row.isOver() && (before == null || before.state() != row.state())) {
            boolean waited = before != null && before.state() == LifeCycleState.QUEUED;
            turns.put(row.id(), waited);
        }

        if (row.isOver() && !(before != null && before.isOver())) {
            ends.putIfAbsent(row.id(), row.result());
        }

        if (!row.isOver()) {
            active.add(row.id());
        } else if (active.remove(row.id()) || before == null) {
            ended.accept(row.id());
        }
    }

    /**
     * No more runs of a job go on than it allows, and those that waited longer go first; but a run that another one waits
     * for does not wait for room in the workspace, as those before it may.
     */
    private void turn(RunRow row, boolean waited) {
        if (row.state() == LifeCycleState.QUEUED) {
            return;
        }

        List<RunRow> others = active.stream()
                .map(runs::get)
                .filter(other -> other.jobId() == row.jobId() && other.id() != row.id() && !other.isOver())
                .toList();
        long going = others.stream()
                .filter(other -> other.state() != LifeCycleState.QUEUED)
                .count();
        int most = Json.read(row.settings(), JsonNode.class)
                .path("max_concurrent_runs")
                .asInt(1);
        Violation.when(going >= most, "%s goes on beside %d others, and at most %d may", row, going, most);
        boolean overtakes = waited
                && others.stream()
                        .anyMatch(other -> other.state() == LifeCycleState.QUEUED
                                && other.id() < row.id()
                                && (row.parentTaskRunId() == 0 || other.parentTaskRunId() != 0));
        Violation.when(overtakes, "%s has overtaken others of %s", row, others);
    }

    /** What a task run tries. */
    String tried(long taskRunId) {
        return tasks.get(taskRunId).key();
    }

    /** How a run ended first; empty while it goes on. */
    String firstEnd(long runId) {
        return ends.getOrDefault(runId, "");
    }
}
