package io.leat.lab.conformance;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be seen when all has come to rest. Only what stands here is checked.
 *
 * @param run the first run, at the end
 * @param tasks of the first run, by key
 * @param runs the others, by number
 * @param children runs started by run-job tasks, by task key
 * @param runCount how many runs of the job there are, without children
 * @param order pairs of task keys: the last attempt of the one ends no later than the first of the other starts
 * @param runOrder the same of runs, by number
 * @param maxActive how many iterations of a for-each were active at once, by task key
 * @param repairHistory the types of its entries
 * @param values task values at the end, by task key
 */
record Expectation(
        @Nullable Refused refused,
        @Nullable Fields run,
        Map<String, Fields> tasks,
        Map<Integer, OfRun> runs,
        Map<String, OfRun> children,
        @Nullable Integer runCount,
        List<List<String>> order,
        List<List<Integer>> runOrder,
        Map<String, Bounds> maxActive,
        List<Snapshot> snapshots,
        List<OfAction> actions,
        @Nullable JsonNode repairHistory,
        Map<String, Map<String, JsonNode>> values) {
    Expectation {
        tasks = kept(tasks);
        runs = kept(runs);
        children = kept(children);
        order = order == null ? List.of() : List.copyOf(order);
        runOrder = runOrder == null ? List.of() : List.copyOf(runOrder);
        maxActive = kept(maxActive);
        snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
        actions = actions == null ? List.of() : List.copyOf(actions);
        values = kept(values);
    }

    private static <K, V> Map<K, V> kept(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : new LinkedHashMap<>(map);
    }

    /** Where a definition must be refused. */
    enum Refused {
        @JsonProperty("create")
        CREATE,
        /** When it is created, or else its run must not succeed. */
        @JsonProperty("create_or_run")
        CREATE_OR_RUN
    }

    /** What must be seen of a run. */
    record OfRun(@Nullable Fields run, Map<String, Fields> tasks) {
        OfRun {
            tasks = kept(tasks);
        }
    }

    /** How many. */
    record Bounds(@Nullable Integer atMost, @Nullable Integer atLeast) {}

    /**
     * What must be seen at a moment.
     *
     * @param run by number
     * @param task null for the run itself
     */
    record Snapshot(
            long atMs,
            @Nullable Integer run,
            @Nullable String task,
            @Nullable JsonNode lifeCycleState,
            @Nullable JsonNode statusState,
            @Nullable JsonNode queueReason,
            @Nullable JsonNode queueCode) {
        int runNumber() {
            return run == null ? 1 : run;
        }
    }

    /**
     * What an action must be answered with.
     *
     * @param error true, or an object with the message
     * @param run which run, by number
     */
    record OfAction(
            int index, @Nullable JsonNode error, @Nullable Integer run) {}

    /** Fields of a run or a task; those on which the reference is open stand apart. */
    static final class Fields {
        /** What can be seen of a run or a task. */
        private static final Set<String> NAMES = Set.of(
                "life_cycle_state",
                "result_state",
                "user_cancelled_or_timedout",
                "message",
                "status_state",
                "code",
                "type",
                "attempts",
                "attempt_results",
                "starts_ms",
                "outcome",
                "parameters",
                "arguments",
                "iterations");

        private final Map<String, JsonNode> fields = new LinkedHashMap<>();

        @JsonProperty("loose")
        private @Nullable Fields loose;

        @JsonAnySetter
        void set(String name, JsonNode value) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("nothing is known of a field " + name);
            }

            fields.put(name, value);
        }

        Map<String, JsonNode> strict() {
            return fields;
        }

        Map<String, JsonNode> open() {
            return loose == null ? Map.of() : loose.fields;
        }
    }
}
