package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.lab.conformance.Observation.Attempt;
import io.leat.lab.conformance.Observation.RunSeen;
import io.leat.lab.conformance.Observation.StateSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads runs from the Jobs API, page by page; what leaves were given, from those who played them. */
final class RunReader {
    private static final String RUNS = "/api/2.2/jobs/runs";
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Plane plane;
    private final Wire client;
    private final long number = NUMBERS.incrementAndGet();
    private long zero;

    RunReader(Plane plane) {
        this.plane = plane;
        this.client = plane.client();
    }

    /** Of this reader, and of no other. */
    long number() {
        return number;
    }

    /** Times are counted from the start of the first run that is told here. */
    void countFrom(long runId) {
        if (zero == 0) {
            zero = client.get(RUNS + "/get?run_id=" + runId).path("start_time").longValue();
        }
    }

    /** Without iterations and the runs of other jobs. */
    RunSeen look(long runId) {
        return read(runId, false);
    }

    RunSeen lookClosely(long runId) {
        return read(runId, true);
    }

    private RunSeen read(long runId, boolean closely) {
        Seen seen = new Seen();
        JsonNode run = pages(runId, "&include_history=true", "tasks", task -> add(seen, task, closely));
        List<String> history = new ArrayList<>();
        run.path("repair_history")
                .forEach(entry -> history.add(entry.path("type").asText()));
        return new RunSeen(
                StateSeen.of(run.path("state"), run.path("status")),
                time(run.path("start_time")),
                time(run.path("end_time")),
                seen.tasks,
                history,
                seen.values,
                seen.children);
    }

    private static final class Seen {
        private final Map<String, List<Attempt>> tasks = new LinkedHashMap<>();
        private final Map<String, Map<String, JsonNode>> values = new LinkedHashMap<>();
        private final Map<String, RunSeen> children = new LinkedHashMap<>();
    }

    /** Gives every element of the list to {@code each}; returns the first page. */
    private JsonNode pages(long runId, String more, String list, Consumer<JsonNode> each) {
        JsonNode first = client.get(RUNS + "/get?run_id=" + runId + more);
        JsonNode page = first;
        page.path(list).forEach(each);
        while (page.has("next_page_token")) {
            page = client.get("%s/get?run_id=%d%s&page_token=%s"
                    .formatted(RUNS, runId, more, page.path("next_page_token").asText()));
            page.path(list).forEach(each);
        }

        return first;
    }

    private void add(Seen seen, JsonNode task, boolean closely) {
        String key = task.path("task_key").asText();
        long id = task.path("run_id").longValue();
        Leaves.Started started = plane.leaves().started(id);
        seen.tasks.computeIfAbsent(key, name -> new ArrayList<>()).add(attempt(task, started));
        boolean success =
                "SUCCESS".equals(task.path("state").path("result_state").asText());
        seen.values.put(key, started == null || !success ? Map.of() : started.values());
        if (closely && task.has("for_each_task")) {
            pages(id, "", "iterations", iteration -> add(seen, iteration, false));
        } else if (closely && task.has("run_job_task")) {
            seen.children.remove(key);
            JsonNode child = client.get(RUNS + "/get-output?run_id=" + id)
                    .path("run_job_output")
                    .path("run_id");
            if (child.longValue() > 0) {
                seen.children.put(key, lookClosely(child.longValue()));
            }
        }
    }

    private Attempt attempt(JsonNode task, Leaves.@Nullable Started started) {
        JsonNode outcome = task.path("condition_task").path("outcome");
        JsonNode stats = task.path("for_each_task").path("stats").path("task_run_stats");
        return new Attempt(
                StateSeen.of(task.path("state"), task.path("status")),
                time(task.path("start_time")),
                time(task.path("end_time")),
                outcome.isTextual() ? outcome.textValue() : null,
                started == null ? null : started.parameters(),
                started == null ? null : started.arguments(),
                stats.isObject() ? iterations(stats) : null);
    }

    private static ObjectNode iterations(JsonNode stats) {
        return Json.object()
                .put("total", stats.path("total_iterations").intValue())
                .put("succeeded", stats.path("succeeded_iterations").intValue())
                .put("failed", stats.path("failed_iterations").intValue());
    }

    private long time(JsonNode epoch) {
        return epoch.longValue() == 0 ? Observation.NEVER : epoch.longValue() - zero;
    }

    /** The newest attempt at a task or an iteration, as the API shows it. */
    Optional<JsonNode> newest(long runId, String key) {
        List<JsonNode> found = new ArrayList<>();
        boolean iteration = key.contains("[");
        String task = iteration ? key.substring(0, key.indexOf('[')) : key;
        pages(runId, "", "tasks", each -> {
            if (each.path("task_key").asText().equals(task)) {
                found.add(each);
            }
        });
        if (iteration && !found.isEmpty()) {
            long forEach = found.get(found.size() - 1).path("run_id").longValue();
            found.clear();
            pages(forEach, "", "iterations", each -> {
                if (each.path("task_key").asText().equals(key)) {
                    found.add(each);
                }
            });
        }

        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    int count(long jobId) {
        int count = 0;
        String more = "";
        while (true) {
            JsonNode page = client.get("%s/list?job_id=%d%s".formatted(RUNS, jobId, more));
            count += page.path("runs").size();
            if (!page.has("next_page_token")) {
                return count;
            }

            more = "&page_token=" + page.path("next_page_token").asText();
        }
    }
}
