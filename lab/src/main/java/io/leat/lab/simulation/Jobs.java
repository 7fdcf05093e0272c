package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * Makes jobs by chance. How a task behaves in its driver stands in its comment, which the engine carries and does not
 * read.
 */
final class Jobs {
    private static final String WRITES = "writes ";
    private static final String HANGS = "hangs ";
    private static final String FAILS = "fails ";

    private static final List<String> CONDITIONS = List.of(
            "ALL_SUCCESS", "AT_LEAST_ONE_SUCCESS", "NONE_FAILED", "ALL_DONE", "AT_LEAST_ONE_FAILED", "ALL_FAILED");

    private final Chance chance;
    private int made;

    Jobs(Chance chance) {
        this.chance = chance;
    }

    /**
     * A job as its file has it.
     *
     * @param others ids of jobs that its tasks may run
     */
    String make(List<Long> others) {
        String name = "job" + ++made;
        ObjectNode job = Json.object().put("name", name);
        if (chance.is(0.4)) {
            job.put("max_concurrent_runs", 1 + chance.below(3));
        }

        if (chance.is(0.4)) {
            job.putObject("queue").put("enabled", true);
        }

        boolean limited = chance.is(0.25);
        if (limited) {
            job.put("timeout_seconds", chance.seldomMost(20, 600));
        }

        tasks(job.putArray("tasks"), name, limited, others);
        return job.toString();
    }

    private void tasks(ArrayNode tasks, String name, boolean limited, List<Long> others) {
        long count = chance.seldomMost(2, 10);
        double density = chance.pick(List.of(0.0, 0.2, 0.5, 0.9));
        for (int number = 0; number < count; number++) {
            ObjectNode task = tasks.addObject().put("task_key", "t" + number);
            dependencies(tasks, task, number, density);
            if (chance.is(0.1)) {
                condition(task);
            } else if (chance.is(0.1)) {
                forEach(task, name + "_t" + number, limited);
            } else if (!others.isEmpty() && chance.is(0.1)) {
                task.put("max_retries", chance.below(3)); // without limit, one whose run can hardly succeed never ends
                task.putObject("run_job_task").put("job_id", chance.pick(others));
            } else {
                leaf(task, name + "_t" + number, limited);
            }
        }
    }

    private void dependencies(ArrayNode tasks, ObjectNode task, int number, double density) {
        ArrayNode above = Json.mapper().createArrayNode();
        for (int other = Math.max(0, number - 5); other < number; other++) {
            if (chance.is(density)) {
                ObjectNode edge = above.addObject().put("task_key", "t" + other);
                if (tasks.get(other).has("condition_task") && chance.is(0.7)) {
                    edge.put("outcome", chance.is(0.5) ? "true" : "false");
                }
            }
        }

        if (!above.isEmpty()) {
            task.set("depends_on", above);
            if (chance.is(0.3)) {
                task.put("run_if", chance.pick(CONDITIONS));
            }
        }

        if (chance.is(0.03)) {
            task.put("disabled", true);
        }
    }

    private void condition(ObjectNode task) {
        task.putObject("condition_task")
                .put("op", chance.is(0.5) ? "EQUAL_TO" : "NOT_EQUAL")
                .put("left", "1")
                .put("right", chance.is(0.5) ? "1" : "2");
    }

    private void forEach(ObjectNode task, String table, boolean limited) {
        ArrayNode inputs = Json.mapper().createArrayNode();
        long count = chance.seldomMost(1, 6) - (chance.is(0.1) ? 1 : 0);
        for (int i = 0; i < count; i++) {
            inputs.add(i);
        }

        boolean timed = chance.is(0.2);
        if (timed) {
            task.put("timeout_seconds", chance.seldomMost(5, 200));
        }

        ObjectNode loop = task.putObject("for_each_task").put("inputs", inputs.toString());
        if (chance.is(0.7)) {
            loop.put("concurrency", 1 + chance.below(4));
        }

        leaf(loop.putObject("task").put("task_key", task.path("task_key").asText() + "_each"), table, limited || timed);
    }

    private void retries(ObjectNode task) {
        if (chance.is(0.5)) {
            task.put("max_retries", chance.is(0.1) ? -1 : chance.below(4));
        }

        if (chance.is(0.3)) {
            task.put("min_retry_interval_millis", chance.seldomMost(10, 60_000));
        }
    }

    private void leaf(ObjectNode task, String table, boolean limited) {
        retries(task);
        boolean timed = chance.is(0.3);
        if (timed) {
            task.put("timeout_seconds", chance.seldomMost(5, 120));
            task.put("retry_on_timeout", chance.is(0.5));
        }

        if (chance.is(0.1)) {
            task.putObject("new_cluster").putObject("spark_conf").put("spark.sql.shuffle.partitions", "7");
        }

        double failing = chance.is(0.6) ? 0 : chance.is(0.8) ? 0.3 : 0.7;
        task.putObject("persist_task")
                .put("input", "bronze.clicks")
                .put("target", "gold." + table)
                .put("comment", behaviour(failing, timed || limited));
    }

    private String behaviour(double failing, boolean mayHang) {
        return (chance.is(0.6) ? WRITES : "")
                + (mayHang ? HANGS : "")
                + String.format(Locale.ROOT, "%s%.1f", FAILS, failing);
    }

    private static String comment(JsonNode body) {
        return body.path("comment").asText();
    }

    static boolean writes(JsonNode body) {
        return comment(body).contains(WRITES);
    }

    /** Whether some limit ends it if it hangs. */
    static boolean mayHang(JsonNode body) {
        return comment(body).contains(HANGS);
    }

    /** How probable it is that it fails. */
    static double failing(JsonNode body) {
        String comment = comment(body);
        return Double.parseDouble(comment.substring(comment.indexOf(FAILS) + FAILS.length()));
    }
}
