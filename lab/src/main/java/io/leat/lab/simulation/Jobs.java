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

    private final Chance chance;
    private int made;

    Jobs(Chance chance) {
        this.chance = chance;
    }

    /** A job as its file has it. */
    String make() {
        String name = "job" + ++made;
        ObjectNode job = Json.object().put("name", name);
        boolean limited = chance.is(0.25);
        if (limited) {
            job.put("timeout_seconds", chance.seldomMost(20, 600));
        }

        ArrayNode tasks = job.putArray("tasks");
        long count = chance.seldomMost(1, 12);
        double density = chance.pick(List.of(0.0, 0.2, 0.5, 0.9));
        for (int task = 0; task < count; task++) {
            ObjectNode node = tasks.addObject().put("task_key", "t" + task);
            dependencies(node, task, density);
            policy(node, name + "_t" + task, limited);
        }

        return job.toString();
    }

    private void dependencies(ObjectNode node, int task, double density) {
        ArrayNode above = Json.mapper().createArrayNode();
        for (int other = Math.max(0, task - 5); other < task; other++) {
            if (chance.is(density)) {
                above.addObject().put("task_key", "t" + other);
            }
        }

        if (!above.isEmpty()) {
            node.set("depends_on", above);
        }
    }

    private void policy(ObjectNode node, String table, boolean limited) {
        if (chance.is(0.5)) {
            node.put("max_retries", chance.is(0.1) ? -1 : chance.below(4));
        }

        if (chance.is(0.3)) {
            node.put("min_retry_interval_millis", chance.seldomMost(10, 60_000));
        }

        boolean timed = chance.is(0.3);
        if (timed) {
            node.put("timeout_seconds", chance.seldomMost(5, 120));
            node.put("retry_on_timeout", chance.is(0.5));
        }

        if (chance.is(0.1)) {
            node.putObject("new_cluster").putObject("spark_conf").put("spark.sql.shuffle.partitions", "7");
        }

        double failing = chance.is(0.6) ? 0 : chance.is(0.8) ? 0.3 : 0.7;
        node.putObject("persist_task")
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
