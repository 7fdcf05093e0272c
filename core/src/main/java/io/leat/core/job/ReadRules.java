package io.leat.core.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warns of tasks that read what another task of the job writes without waiting for it. */
final class ReadRules {
    private final Map<String, List<String>> dependencies = new LinkedHashMap<>();
    private final Map<String, String> writers = new HashMap<>();
    private final List<Read> reads = new ArrayList<>();

    private record Read(String taskKey, Place table) {}

    private ReadRules() {}

    static void check(Place job) {
        ReadRules rules = new ReadRules();
        job.field("tasks").elements().forEach(rules::collect);
        rules.reads.forEach(rules::check);
    }

    private void collect(Place task) {
        String key = task.field("task_key").text();
        dependencies.put(
                key,
                task.field("depends_on").elements().stream()
                        .map(dependency -> dependency.field("task_key").text())
                        .toList());
        for (String kind : TaskKinds.names()) {
            Place body = task.field(kind);
            writers.put(body.field("target").text(), key);
            reads.add(new Read(key, body.field("input")));
            body.field("inputs").elements().forEach(input -> reads.add(new Read(key, input.field("table"))));
            reads.add(new Read(key, body.field("spine").field("table")));
            body.field("sources").elements().forEach(source -> reads.add(new Read(key, source.field("table"))));
        }
    }

    private void check(Read read) {
        String writer = writers.get(read.table.text());
        if (read.table.text().isEmpty() || writer == null || writer.equals(read.taskKey)) {
            return;
        }

        if (!upstream(read.taskKey).contains(writer)) {
            read.table.warning("%s reads %s, which %s writes, but does not depend on it."
                    .formatted(read.taskKey, read.table.text(), writer));
        }
    }

    private Set<String> upstream(String key) {
        Set<String> seen = new HashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>(dependencies.getOrDefault(key, List.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(dependencies.getOrDefault(next, List.of()));
            }
        }

        return seen;
    }
}
