package io.leat.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of a job and what each waits for. Tasks are numbered from 0 in the order of the definition; a graph may
 * hold a cycle, which {@link #findCycle} names, and every other question is for graphs without one.
 */
public final class TaskGraph {
    private final List<String> keys;
    private final Map<String, Integer> numbers;
    private final int[][] upstream;
    private final int[][] downstream;

    private TaskGraph(List<String> keys, Map<String, Integer> numbers, int[][] upstream, int[][] downstream) {
        this.keys = keys;
        this.numbers = numbers;
        this.upstream = upstream;
        this.downstream = downstream;
    }

    /**
     * @param dependencies the keys each task waits for, by task key, in the order of the definition
     * @throws IllegalArgumentException when a task waits for one that is not there
     */
    public static TaskGraph of(Map<String, List<String>> dependencies) {
        List<String> keys = List.copyOf(dependencies.keySet());
        Map<String, Integer> numbers = new HashMap<>();
        for (String key : keys) {
            numbers.put(key, numbers.size());
        }

        int[][] upstream = new int[keys.size()][];
        int[] fanOut = new int[keys.size()];
        for (int task = 0; task < upstream.length; task++) {
            upstream[task] = dependencies.get(keys.get(task)).stream()
                    .mapToInt(key -> number(numbers, key))
                    .distinct()
                    .toArray();
            for (int above : upstream[task]) {
                fanOut[above]++;
            }
        }

        return new TaskGraph(keys, numbers, upstream, turn(upstream, fanOut));
    }

    private static int number(Map<String, Integer> numbers, String key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalArgumentException("no task " + key);
        }

        return number;
    }

    private static int[][] turn(int[][] upstream, int[] fanOut) {
        int[][] downstream = new int[upstream.length][];
        for (int task = 0; task < upstream.length; task++) {
            downstream[task] = new int[fanOut[task]];
        }

        int[] filled = new int[upstream.length];
        for (int task = 0; task < upstream.length; task++) {
            for (int above : upstream[task]) {
                downstream[above][filled[above]++] = task;
            }
        }

        return downstream;
    }

    public int size() {
        return keys.size();
    }

    public String key(int task) {
        return keys.get(task);
    }

    public Optional<Integer> find(String key) {
        return Optional.ofNullable(numbers.get(key));
    }

    /** The tasks that {@code task} waits for. */
    public int[] upstream(int task) {
        return upstream[task].clone();
    }

    /** The tasks that wait for {@code task}. */
    public int[] downstream(int task) {
        return downstream[task].clone();
    }

    /** Whether nothing waits for {@code task}, so that its result counts for the run's. */
    public boolean isLeaf(int task) {
        return downstream[task].length == 0;
    }

    /** All tasks, each after those it waits for; tasks that are free at the same time keep the definition's order. */
    public List<Integer> order() {
        List<Integer> order = sorted();
        if (order.size() < size()) {
            throw new IllegalStateException(
                    "the graph has a cycle: " + findCycle().orElseThrow());
        }

        return order;
    }

    private List<Integer> sorted() {
        int[] waiting = new int[size()];
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int task = 0; task < size(); task++) {
            waiting[task] = upstream[task].length;
            if (waiting[task] == 0) {
                free.add(task);
            }
        }

        List<Integer> order = new ArrayList<>(size());
        while (!free.isEmpty()) {
            int task = free.remove();
            order.add(task);
            for (int below : downstream[task]) {
                if (--waiting[below] == 0) {
                    free.add(below);
                }
            }
        }

        return order;
    }

    /** The keys along one cycle, the first of them again at the end; empty when there is none. */
    public Optional<List<String>> findCycle() {
        boolean[] sound = new boolean[size()];
        sorted().forEach(task -> sound[task] = true);
        int start = 0;
        while (start < size() && sound[start]) {
            start++;
        }

        return start == size() ? Optional.empty() : Optional.of(cycleFrom(start, sound));
    }

    /** Walks upwards through unsound tasks, each of which waits for another unsound one, until one comes again. */
    private List<String> cycleFrom(int start, boolean[] sound) {
        List<Integer> path = new ArrayList<>();
        int task = start;
        while (!path.contains(task)) {
            path.add(task);
            task = Arrays.stream(upstream[task])
                    .filter(above -> !sound[above])
                    .findFirst()
                    .orElseThrow();
        }

        List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(task), path.size()));
        cycle.add(task);
        Collections.reverse(cycle);
        return cycle.stream().map(keys::get).toList();
    }
}
