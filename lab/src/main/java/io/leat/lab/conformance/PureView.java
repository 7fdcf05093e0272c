package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.lab.conformance.Observation.Attempt;
import io.leat.lab.conformance.Observation.RunSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs of the pure engine in the words of the Jobs API. */
final class PureView {
    private final long zero;
    private final LongFunction<PureRun> runs;

    /** @param zero epoch milliseconds from which times are counted */
    PureView(long zero, LongFunction<PureRun> runs) {
        this.zero = zero;
        this.runs = runs;
    }

    RunSeen of(PureRun run) {
        Map<String, List<Attempt>> tasks = new LinkedHashMap<>();
        Map<String, Map<String, JsonNode>> values = new LinkedHashMap<>();
        Map<String, RunSeen> children = new LinkedHashMap<>();
        run.taskRuns().forEach(taskRun -> {
            String key = taskRun.taskKey();
            tasks.computeIfAbsent(key, name -> new ArrayList<>()).add(attempt(run, taskRun));
            values.put(key, run.values.getOrDefault(taskRun.taskRunId(), Map.of()));
            children.remove(key);
            if (taskRun.childRunId() > 0) {
                children.put(key, of(runs.apply(taskRun.childRunId())));
            }
        });
        List<String> history = new ArrayList<>(List.of("ORIGINAL"));
        run.repairs.forEach(repair -> history.add("REPAIR"));
        RunStatus status = run.run.status();
        return new RunSeen(
                States.of(status.state(), status.result(), status.code(), status.message()),
                time(status.startTime()),
                time(status.endTime()),
                tasks,
                history,
                values,
                children);
    }

    private Attempt attempt(PureRun run, TaskRun taskRun) {
        PureRun.Given given = run.given.get(taskRun.taskRunId());
        return new Attempt(
                States.of(taskRun.state(), taskRun.result(), taskRun.code(), taskRun.message()),
                time(taskRun.startTime()),
                time(taskRun.endTime()),
                taskRun.outcome() == null ? null : String.valueOf(taskRun.outcome()),
                given == null
                        ? null
                        : Leaf.parameters(given.kind(), given.body().body()),
                given == null ? null : Leaf.arguments(given.kind(), given.body().body()),
                iterations(run, taskRun.taskRunId()));
    }

    private static @Nullable ObjectNode iterations(PureRun run, long forEachTaskRunId) {
        PureRun.Expansion expansion = run.expansions.get(forEachTaskRunId);
        if (expansion == null) {
            return null;
        }

        int succeeded = run.done(forEachTaskRunId).cardinality();
        long failed = run
                .taskRuns()
                .filter(taskRun -> taskRun.parentId() == forEachTaskRunId)
                .collect(Collectors.toMap(TaskRun::iteration, taskRun -> taskRun, (a, b) -> b))
                .values()
                .stream()
                .filter(last -> last.state().isTerminal() && last.result() != ResultState.SUCCESS)
                .count();
        return Json.object()
                .put("total", expansion.inputs().size())
                .put("succeeded", succeeded)
                .put("failed", failed);
    }

    private long time(long epoch) {
        return epoch == 0 ? Observation.NEVER : epoch - zero;
    }
}
