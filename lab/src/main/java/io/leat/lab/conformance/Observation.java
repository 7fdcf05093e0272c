package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine showed when it played a case. Times are milliseconds from the first run-now.
 *
 * @param refusal of the definition, or of the first run; null when both were taken
 * @param runCount how many runs of the case's job there are
 * @param runs of the case's job, in the order they were asked for
 * @param answers to actions, by the action's index; what never came has none
 * @param snapshots by the index of the expected one
 * @param troubles what kept the case from being played to its end
 */
record Observation(
        @Nullable Refusal refusal,
        int runCount,
        List<RunSeen> runs,
        Map<Integer, Answer> answers,
        Map<Integer, StateSeen> snapshots,
        List<String> troubles) {
    static final long NEVER = -1;

    Observation {
        runs = List.copyOf(runs);
        answers = new LinkedHashMap<>(answers);
        snapshots = new LinkedHashMap<>(snapshots);
        troubles = List.copyOf(troubles);
    }

    static Observation broken(String trouble) {
        return new Observation(null, 0, List.of(), Map.of(), Map.of(), List.of(trouble));
    }

    /** @param atCreate false when it was the run that was refused */
    record Refusal(boolean atCreate, String message) {}

    /**
     * How an action was answered.
     *
     * @param error null when it was accepted
     * @param run by number; 0 when the answer names none
     */
    record Answer(@Nullable String error, int run) {}

    /** A run or a task run in the words of the Jobs API; null for what is not shown. */
    record StateSeen(
            @Nullable String lifeCycle,
            @Nullable String result,
            boolean userCancelledOrTimedout,
            @Nullable String message,
            @Nullable String status,
            @Nullable String code,
            @Nullable String type,
            @Nullable String queueReason,
            @Nullable String queueCode) {
        static final StateSeen NOTHING = new StateSeen(null, null, false, null, null, null, null, null, null);

        /** As the Jobs API's {@code state} and {@code status} have it. */
        static StateSeen of(JsonNode state, JsonNode status) {
            JsonNode details = status.path("termination_details");
            return new StateSeen(
                    text(state, "life_cycle_state"),
                    text(state, "result_state"),
                    state.path("user_cancelled_or_timedout").asBoolean(),
                    text(state, "state_message"),
                    text(status, "state"),
                    text(details, "code"),
                    text(details, "type"),
                    text(state, "queue_reason"),
                    text(status.path("queue_details"), "code"));
        }

        private static @Nullable String text(JsonNode node, String field) {
            return node.hasNonNull(field) ? node.path(field).asText() : null;
        }

        boolean isTerminal() {
            return "TERMINATED".equals(status);
        }

        /** By the names that expectations use. */
        Map<String, JsonNode> fields() {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            put(fields, "life_cycle_state", lifeCycle);
            put(fields, "result_state", result);
            fields.put("user_cancelled_or_timedout", BooleanNode.valueOf(userCancelledOrTimedout));
            put(fields, "message", message);
            put(fields, "status_state", status);
            put(fields, "code", code);
            put(fields, "type", type);
            put(fields, "queue_reason", queueReason);
            put(fields, "queue_code", queueCode);
            return fields;
        }

        private static void put(Map<String, JsonNode> fields, String name, @Nullable String text) {
            if (text != null) {
                fields.put(name, TextNode.valueOf(text));
            }
        }
    }

    /**
     * A run.
     *
     * @param tasks every attempt, in order, by task key; iterations as {@code key[i]}
     * @param values task values at the end, by task key
     * @param children the run that the last attempt of a run-job task started, by task key
     */
    record RunSeen(
            StateSeen state,
            long startMs,
            long endMs,
            Map<String, List<Attempt>> tasks,
            List<String> repairHistory,
            Map<String, Map<String, JsonNode>> values,
            Map<String, RunSeen> children) {
        RunSeen {
            tasks = new LinkedHashMap<>(tasks);
            repairHistory = List.copyOf(repairHistory);
            values = new LinkedHashMap<>(values);
            children = new LinkedHashMap<>(children);
        }
    }

    /**
     * One try at one task.
     *
     * @param startMs {@link #NEVER} if it did not start
     * @param endMs {@link #NEVER} if it did not end
     * @param outcome of a condition
     * @param parameters what a leaf got by name
     * @param arguments what a leaf got in order
     * @param iterations counts of a for-each
     */
    record Attempt(
            StateSeen state,
            long startMs,
            long endMs,
            @Nullable String outcome,
            @Nullable JsonNode parameters,
            @Nullable JsonNode arguments,
            @Nullable ObjectNode iterations) {
        boolean started() {
            return startMs != NEVER;
        }
    }
}
