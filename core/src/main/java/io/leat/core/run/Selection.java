package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Which tasks of a job a run is asked for: {@code key}, {@code +key} with all above it, {@code key+} with all below. */
public final class Selection {
    private Selection() {}

    /**
     * The keys that are chosen; all of the graph's when nothing is asked for. What names no task chooses none.
     */
    static Set<String> of(TaskGraph graph, Collection<String> only) {
        Set<String> chosen = new LinkedHashSet<>();
        if (only.isEmpty()) {
            IntStream.range(0, graph.size()).forEach(task -> chosen.add(graph.key(task)));
        }

        for (String asked : only) {
            graph.find(key(asked)).ifPresent(task -> {
                chosen.add(graph.key(task));
                if (asked.startsWith("+")) {
                    addAll(graph, task, graph::upstream, chosen);
                }

                if (asked.endsWith("+")) {
                    addAll(graph, task, graph::downstream, chosen);
                }
            });
        }

        return chosen;
    }

    /** The key that is meant, without its marks. */
    private static String key(String asked) {
        String key = asked.startsWith("+") ? asked.substring(1) : asked;
        return key.endsWith("+") ? key.substring(0, key.length() - 1) : key;
    }

    /** What of {@code only} names no task of the job. */
    public static List<String> unknown(Collection<String> keys, Collection<String> only) {
        return only.stream()
                .map(Selection::key)
                .filter(key -> !keys.contains(key))
                .toList();
    }

    private static void addAll(TaskGraph graph, int from, IntFunction<int[]> next, Set<String> chosen) {
        BitSet found = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (int task : next.apply(open.remove())) {
                if (!found.get(task)) {
                    found.set(task);
                    open.add(task);
                    chosen.add(graph.key(task));
                }
            }
        }
    }
}
