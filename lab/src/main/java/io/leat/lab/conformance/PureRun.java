package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.JobSettings;
import io.leat.core.job.LegacyParameters;
import io.leat.core.job.Task;
import io.leat.core.run.Change;
import io.leat.core.run.Run;
import io.leat.core.run.TaskRun;
import io.leat.core.value.ResolvedBody;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run in the pure engine, with all that it leaves behind. */
final class PureRun {
    final long jobId;
    final Asked asked;
    final List<Long> repairs = new ArrayList<>();
    final Map<Long, Expansion> expansions = new HashMap<>();
    final Map<Long, Given> given = new HashMap<>();
    final Map<Long, Map<String, JsonNode>> values = new HashMap<>();
    private final Map<Long, TaskRun> taskRuns = new LinkedHashMap<>();
    JobSettings settings;
    Map<String, String> parameters;
    Run run;

    PureRun(long jobId, JobSettings settings, Asked asked, Run run) {
        this.jobId = jobId;
        this.settings = settings;
        this.asked = asked;
        this.run = run;
        this.parameters = settings.parameterValues(asked.parameters());
    }

    /**
     * What is asked of a run.
     *
     * @param parent run whose task waits for this one; null if none does
     * @param parentTaskRunId that task run; 0 if there is none
     * @param ancestors jobs above, outermost first
     */
    record Asked(
            Map<String, String> parameters,
            LegacyParameters legacy,
            List<String> only,
            @Nullable Boolean queue,
            @Nullable PureRun parent,
            long parentTaskRunId,
            List<Long> ancestors) {}

    /** What a for-each found: its inputs, and those of them that need not be done again. */
    record Expansion(String text, List<JsonNode> inputs, BitSet kept) {}

    /** What a leaf was started with. */
    record Given(String kind, ResolvedBody body) {}

    long runId() {
        return run.runId();
    }

    void apply(Change change) {
        run.apply(change);
        change.taskRuns().forEach(taskRun -> taskRuns.put(taskRun.taskRunId(), taskRun));
        change.values().ifPresent(set -> values.put(set.taskRunId(), set.json()));
    }

    /** Every task run, in the order they were made. */
    Stream<TaskRun> taskRuns() {
        return taskRuns.values().stream();
    }

    Stream<TaskRun> taskRuns(String key) {
        return taskRuns().filter(taskRun -> taskRun.taskKey().equals(key));
    }

    /** What a task run does; of an iteration, what its for-each does with each input. */
    Task task(TaskRun taskRun) {
        Task task = settings.tasks().get(taskRun.task());
        return taskRun.isIteration() ? task.forEach().orElseThrow().task() : task;
    }

    /** Indexes of a for-each's inputs whose work is done. */
    BitSet done(long forEachTaskRunId) {
        BitSet done = (BitSet) expansions.get(forEachTaskRunId).kept().clone();
        taskRuns()
                .filter(taskRun -> taskRun.parentId() == forEachTaskRunId)
                .filter(taskRun -> "SUCCESS".equals(String.valueOf(taskRun.result())))
                .forEach(taskRun -> done.set(taskRun.iteration()));
        return done;
    }
}
