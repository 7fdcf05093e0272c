package io.leat.lab.conformance;

import io.leat.lab.conformance.ConformanceCase.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the leaves of one case do, attempt by attempt; runs do not share the count. */
final class Scripts {
    private final Map<String, Integer> tries = new HashMap<>();

    /**
     * The outcome of the next attempt of a task.
     *
     * @param key iterations as {@code key[i]}
     */
    synchronized Outcome next(Map<String, List<Outcome>> script, long runId, String key) {
        int attempt = tries.merge(runId + "/" + key, 1, Integer::sum) - 1;
        List<Outcome> outcomes = script.getOrDefault(key, List.of());
        return outcomes.isEmpty() ? Outcome.DEFAULT : outcomes.get(Math.min(attempt, outcomes.size() - 1));
    }
}
