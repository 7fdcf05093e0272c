package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.JobDefinition;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.Event;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.Run;
import io.leat.core.run.RunPlans;
import io.leat.core.run.Selection;
import io.leat.core.run.TaskRun;
import io.leat.lab.conformance.Observation.RunSeen;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Jobs and runs around the run machine, in memory. */
final class PureStage implements Stage {
    private final Map<Long, JobSettings> jobs = new HashMap<>();
    private final Map<String, Long> tokens = new HashMap<>();
    private final PureRuns runs;
    private final PureView view;

    PureStage(Agenda agenda, ConformanceCase given) {
        runs = new PureRuns(agenda, given, jobs);
        view = new PureView(agenda.now(), runs::load);
    }

    void namedBy(CaseJobs names) {
        runs.namedBy(names);
    }

    @Override
    public long create(ObjectNode settings) {
        long jobId = runs.newId();
        save(jobId, settings);
        return jobId;
    }

    @Override
    public void reset(long jobId, ObjectNode settings) {
        save(jobId, settings);
        runs.goOn(jobId);
    }

    /** Runs queue unless the settings say otherwise, as in the newest version of the API. */
    private void save(long jobId, ObjectNode settings) {
        ObjectNode checked = JobDefinition.ofApi(settings).valid();
        if (!checked.has("queue")) {
            checked.putObject("queue").put("enabled", true);
        }

        jobs.put(jobId, Json.convert(checked, JobSettings.class));
    }

    @Override
    public long runNow(long jobId, ObjectNode request) {
        String token = PureRequests.token(request);
        if (token != null && tokens.containsKey(token)) {
            return tokens.get(token);
        }

        JobSettings settings = jobs.get(jobId);
        PureRun.Asked asked = PureRequests.runNow(request);
        List<String> keys = settings.tasks().stream().map(Task::taskKey).toList();
        List<String> unknown = Selection.unknown(keys, asked.only());
        if (!unknown.isEmpty()) {
            throw PureRequests.refused("There is no task %s.".formatted(unknown));
        }

        long runId = runs.begin(jobId, asked).runId();
        if (token != null) {
            tokens.put(token, runId);
        }

        return runId;
    }

    @Override
    public void cancelRun(long runId) {
        runs.fire(runs.load(runId), Event.cancel());
    }

    @Override
    public void cancelTask(long runId, String key) {
        newest(runId, key).ifPresent(found -> runs.fire(runs.load(runId), Event.cancelTask(found.taskRunId())));
    }

    private Optional<TaskRun> newest(long runId, String key) {
        return runs.load(runId).taskRuns(key).max(Comparator.comparingLong(TaskRun::taskRunId));
    }

    @Override
    public void loseDriver(long runId, List<String> keys) {
        keys.forEach(key -> newest(runId, key)
                .ifPresent(found -> runs.fire(
                        runs.load(runId),
                        Event.ended(
                                found.taskRunId(),
                                found.fence(),
                                Event.Ending.INTERNAL_ERROR,
                                "Its driver is gone."))));
    }

    @Override
    public long repair(long runId, ObjectNode request) {
        PureRun run = runs.load(runId);
        RepairChoice choice = PureRequests.choice(request);
        if (!run.run.status().isTerminal()) {
            throw PureRequests.refused("Run %d has not ended.".formatted(runId));
        }

        PureRequests.requireLatest(run.repairs, request);
        JobSettings settings = jobs.get(run.jobId);
        choice.keys().stream()
                .filter(key -> settings.findTask(key).isEmpty())
                .findFirst()
                .ifPresent(key -> {
                    throw PureRequests.refused("There is no task %s.".formatted(key));
                });
        return repair(run, settings, choice, PureRequests.texts(request.path("job_parameters")));
    }

    private long repair(PureRun run, JobSettings settings, RepairChoice choice, Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>(run.parameters);
        parameters.putAll(given);
        Run before = run.run;
        run.run = Run.restore(
                run.runId(),
                RunPlans.of(settings, run.asked.only()),
                before.status(),
                new Run.Rows(newest(run, settings), List.of(), Map.of(), before.valuesSet()));
        run.settings = settings;
        run.parameters = settings.parameterValues(parameters);
        long repairId = runs.newId();
        run.repairs.add(repairId);
        if (!runs.repair(run, choice)) {
            run.run = before;
            run.repairs.remove(repairId);
            throw PureRequests.refused("There is nothing to repair in run %d.".formatted(run.runId()));
        }

        return repairId;
    }

    /** By key, since the graph may be another. */
    private static List<TaskRun> newest(PureRun run, JobSettings settings) {
        return IntStream.range(0, settings.tasks().size())
                .boxed()
                .flatMap(task -> run
                        .taskRuns(settings.tasks().get(task).taskKey())
                        .max(Comparator.comparingLong(TaskRun::taskRunId))
                        .map(last -> last.numbered(task))
                        .stream())
                .toList();
    }

    @Override
    public RunSeen look(long runId) {
        return view.of(runs.load(runId));
    }

    @Override
    public int runCount(long jobId) {
        return runs.count(jobId);
    }
}
