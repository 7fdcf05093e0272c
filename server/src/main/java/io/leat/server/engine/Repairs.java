package io.leat.server.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RepairTable.RepairRow;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Repairs ended runs: chosen tasks run again, with the job's settings of now. A repair is durable before it is told. */
final class Repairs {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    /** For so long tables know what batches they hold; later a repair could double their rows. */
    private static final Duration KNOWN = Duration.ofDays(90);

    private final Loop loop;
    private final Runs runs;
    private final AtomicLong ids;

    Repairs(Loop loop, Runs runs, AtomicLong ids) {
        this.loop = loop;
        this.runs = runs;
        this.ids = ids;
    }

    long repair(RepairRun request) {
        return loop.call(step -> repair(step, request));
    }

    private long repair(Step step, RepairRun request) {
        Tables tables = step.tables();
        RunRow before = tables.runs().find(request.runId()).orElseThrow(() -> RepairErrors.noRun(request.runId()));
        requireEnded(before);
        requireYoung(before, step.now());
        requireLatest(tables.repairs().list(before.runId()), request);
        RunRow row = asNow(before, tables.jobs().find(before.jobId()), request.jobParameters());
        JobSettings settings = Json.read(row.settings(), JobSettings.class);
        requireTasks(settings, request);
        requireRoom(row, settings);
        long repairId = ids.incrementAndGet();
        tables.repairs()
                .insert(new RepairRow(
                        repairId,
                        row.runId(),
                        step.now(),
                        Json.write(request),
                        before.settings(),
                        before.parameters(),
                        before.status()));
        tables.runs().repaired(row);
        if (!runs.repair(step, ActiveRun.load(row, tables), request.choice())) {
            throw RepairErrors.nothingFailed(row.runId());
        }

        return repairId;
    }

    private static void requireEnded(RunRow run) {
        if (!run.status().isTerminal()) {
            throw RepairErrors.notEnded(run.runId(), run.status().state());
        }
    }

    private static void requireYoung(RunRow run, long now) {
        if (now - run.status().startTime() > KNOWN.toMillis()) {
            throw RepairErrors.tooOld(run.runId(), KNOWN.toDays());
        }
    }

    private static void requireLatest(List<RepairRow> repairs, RepairRun request) {
        Long named = request.latestRepairId();
        if (repairs.isEmpty()) {
            if (named != null) {
                throw RepairErrors.neverRepaired(request.runId(), named);
            }

            return;
        }

        long latest = repairs.get(repairs.size() - 1).repairId();
        if (named == null) {
            throw RepairErrors.latestMissing();
        }

        if (named != latest) {
            throw RepairErrors.notLatest(request.runId(), named, latest);
        }
    }

    /** The run's row with the job as it is saved now; the run's own parameters stay where the repair gives no others. */
    private static RunRow asNow(RunRow run, Optional<JobRow> job, Map<String, String> given) {
        String settings = job.map(JobRow::settings).orElse(run.settings());
        Map<String, String> parameters = new LinkedHashMap<>(Json.read(run.parameters(), STRINGS));
        parameters.putAll(given);
        JobSettings read = Json.read(settings, JobSettings.class);
        return new RunRow(
                run.runId(),
                run.jobId(),
                read.title(),
                settings,
                job.map(JobRow::baseDir).orElse(run.baseDir()),
                Json.write(read.parameterValues(parameters)),
                run.master(),
                run.sparkConf(),
                run.creator(),
                run.idempotencyToken(),
                run.origin(),
                run.status());
    }

    private static void requireTasks(JobSettings settings, RepairRun request) {
        List<String> keys = settings.tasks().stream().map(Task::taskKey).toList();
        for (String key : request.choice().keys()) {
            if (!keys.contains(key)) {
                throw RepairErrors.noTask(settings.title(), key, keys);
            }
        }
    }

    /** Runs of a job beyond its limit would settle each other's batches. */
    private void requireRoom(RunRow run, JobSettings settings) {
        if (runs.activeOf(run.jobId()) >= settings.concurrentRuns()) {
            throw RepairErrors.full(run.runId(), settings.title(), settings.concurrentRuns());
        }
    }
}
