package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A run as its events have told it so far. Belongs to one thread. */
final class RunView {
    private static final Set<String> ENDED = Set.of("TERMINATED", "SKIPPED", "INTERNAL_ERROR");

    private final long runId;
    private final long repairId;
    private final Map<String, TaskView> tasks = new LinkedHashMap<>();
    private String name = "";
    private String life = "PENDING";
    private String result = "";
    private String message = "";
    private String driver = "";
    private String driverMessage = "";
    private long start;
    private long end;
    private long driverStart;
    private long driverReady;
    private long lastSequence;
    private long repair;

    RunView(long runId) {
        this(runId, 0);
    }

    /** A run from this repair of it on; what came before is only what its tasks start from. */
    RunView(long runId, long repairId) {
        this.runId = runId;
        this.repairId = repairId;
    }

    void apply(JsonNode event) {
        lastSequence = Math.max(lastSequence, event.path("seq").asLong());
        String type = event.path("type").asText();
        if (type.equals("run")) {
            run(event);
        } else if (type.equals("driver")) {
            driver(event);
        } else {
            task(type, event);
        }
    }

    private void run(JsonNode event) {
        JsonNode state = event.path("state");
        life = state.path("life_cycle_state").asText(life);
        result = state.path("result_state").asText(result);
        message = state.path("state_message").asText("");
        name = event.path("run_name").asText(name);
        long at = event.path("at").asLong();
        if (event.path("repair_id").asLong() > repair) {
            repair = event.path("repair_id").asLong();
            beginAgain();
        }

        start = start == 0 ? at : start;
        end = hasEnded() ? at : 0;
        if (event.has("tasks")) {
            declare(event.path("tasks"));
        }
    }

    private void beginAgain() {
        start = 0;
        driver = "";
        driverMessage = "";
        driverStart = 0;
        driverReady = 0;
        tasks.values().forEach(TaskView::forgetWritten);
    }

    private void driver(JsonNode event) {
        driver = event.path("state").asText();
        driverMessage = Style.tame(event.path("message").asText(""));
        long at = event.path("at").asLong();
        if (driver.equalsIgnoreCase("starting")) {
            driverStart = driverStart == 0 ? at : driverStart;
        } else if (driver.equalsIgnoreCase("ready") && driverReady == 0) {
            driverReady = at;
        }
    }

    private void task(String type, JsonNode event) {
        String told = event.path("task_key").asText();
        int index = told.indexOf('[');
        boolean iteration = index > 0;
        TaskView task = tasks.computeIfAbsent(
                iteration ? told.substring(0, index) : told, key -> new TaskView(key, "", List.of()));
        switch (type) {
            case "task" -> {
                if (iteration) {
                    task.iteration(told, event);
                } else {
                    task.state(event);
                }
            }
            case "progress" -> {
                if (!iteration) {
                    task.progress(event);
                }
            }
            case "counts" -> task.counts(event.path("counts"));
            case "commit" -> task.commit(event.path("commit"));
            case "write" -> task.commit(event.path("write")); // of a program's, as it was seen
            case "model" -> task.model(event.path("model"));
            default -> {} // a newer control plane may tell more than this client can show
        }
    }

    /** Tasks in an order in which each comes after those it depends on, else as in the file. */
    private void declare(JsonNode declared) {
        Deque<TaskView> left = new ArrayDeque<>();
        for (JsonNode task : declared) {
            List<String> dependsOn = new ArrayList<>();
            task.path("depends_on")
                    .forEach(each -> dependsOn.add(
                            each.isTextual()
                                    ? each.asText()
                                    : each.path("task_key").asText()));
            left.add(new TaskView(
                    task.path("task_key").asText(), task.path("kind").asText(), dependsOn));
        }
        Set<String> placed = new HashSet<>();
        for (int skipped = 0; !left.isEmpty(); ) {
            TaskView next = left.remove();
            if (placed.containsAll(next.dependsOn) || skipped > left.size()) {
                tasks.putIfAbsent(next.key, next);
                placed.add(next.key);
                skipped = 0;
            } else {
                left.add(next);
                skipped++;
            }
        }
    }

    /** Whether it has come to the repair from which on it is wanted. */
    boolean hasBegun() {
        return repair >= repairId;
    }

    boolean hasEnded() {
        return ENDED.contains(life) && hasBegun();
    }

    /** Whether the event tells the end that is waited for, and not one that a repair followed. */
    boolean isEnd(JsonNode event) {
        return event.path("type").asText().equals("run")
                && ENDED.contains(event.path("state").path("life_cycle_state").asText())
                && event.path("repair_id").asLong() >= repairId;
    }

    /** The exit status of a command that was to make this run. */
    int exitStatus() {
        return switch (result) {
            case "SUCCESS", "SUCCESS_WITH_FAILURES" -> Cli.SUCCESS;
            case "CANCELED" -> Cli.CANCELLED;
            default -> Cli.FAILED;
        };
    }

    String outcome() {
        return result.isEmpty() ? life : result;
    }

    long runId() {
        return runId;
    }

    String name() {
        return name;
    }

    String message() {
        return message;
    }

    Collection<TaskView> tasks() {
        return tasks.values();
    }

    TaskView task(String key) {
        return tasks.getOrDefault(key, new TaskView(key, "", List.of()));
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** From the run's start until a driver that was started for it was ready; 0 when one was ready already. */
    long driverMillis() {
        return driverStart == 0 || driverReady == 0 ? 0 : driverReady - driverStart;
    }

    /** Whether a driver is being started and none is ready. */
    boolean isDriverStarting() {
        return driver.equalsIgnoreCase("starting");
    }

    long driverStart() {
        return driverStart;
    }

    /** What was last told of the run's driver. */
    String driverText() {
        return driverMessage.isEmpty() ? "Spark driver " + driver.toLowerCase(Locale.ROOT) : driverMessage;
    }

    long lastSequence() {
        return lastSequence;
    }
}
