package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobFile;
import io.leat.core.job.JobParameterDefinition;
import io.leat.core.job.JobSettings;
import io.leat.core.job.LegacyParameters;
import io.leat.core.json.Json;
import io.leat.core.run.RunType;
import io.leat.server.rest.FilesApi;
import io.leat.server.rest.JobsApi.RunNow;
import io.leat.server.rest.Problem;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RunTable.RunRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Starts runs, from job files and of saved jobs; each is durable before its id is told. */
final class Starter implements FilesApi {
    private final Loop loop;
    private final RunStart runs;
    private final AtomicLong ids;

    Starter(Loop loop, RunStart runs, AtomicLong ids) {
        this.loop = loop;
        this.runs = runs;
        this.ids = ids;
    }

    @Override
    public Checked check(JobFileText file) {
        return checked(read(file));
    }

    private static JobFile read(JobFileText file) {
        return JobFile.read(file.text(), String.valueOf(Path.of(file.path()).getFileName()));
    }

    private static Checked checked(JobFile file) {
        return new Checked(problems(file.problems()), problems(file.warnings()));
    }

    private static List<Problem> problems(List<io.leat.core.job.Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(problem.line(), problem.column(), problem.path(), problem.message()))
                .toList();
    }

    @Override
    public Started run(RunFile request) {
        JobFile file = read(request.file());
        if (!file.isValid()) {
            return Started.refused(checked(file));
        }

        JobSettings settings = file.settings();
        request.parameters().keySet().forEach(name -> requireParameter(settings, name));
        String baseDir =
                String.valueOf(Path.of(request.file().path()).toAbsolutePath().getParent());
        String token = request.idempotencyToken();
        Asked asked = asked(request);
        return loop.call(step -> {
            Optional<RunRow> before =
                    token == null ? Optional.empty() : step.tables().runs().findByToken(token);
            if (before.isPresent()) {
                return new Started(before.get().jobId(), before.get().runId(), checked(file));
            }

            JobRow job = save(step, settings, file.json().toString(), baseDir);
            RunRow run = runs.begin(step, job, settings, asked);
            return new Started(job.jobId(), run.runId(), checked(file));
        });
    }

    /** The Jobs API passes on what a job does not name; a person who types a name means one that is there. */
    private static void requireParameter(JobSettings settings, String name) {
        List<String> names =
                settings.parameters().stream().map(JobParameterDefinition::name).toList();
        if (!names.contains(name)) {
            String there = names.isEmpty() ? "It has none." : "It has %s.".formatted(String.join(", ", names));
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Job %s has no parameter %s. %s".formatted(settings.title(), name, there));
        }
    }

    private JobRow save(Step step, JobSettings settings, String json, String baseDir) {
        Optional<JobRow> before = step.tables().jobs().findByName(settings.title());
        JobRow job = before.map(old -> new JobRow(
                        old.jobId(),
                        old.name(),
                        old.version() + (old.settings().equals(json) ? 0 : 1),
                        json,
                        baseDir,
                        old.createdAt(),
                        step.now()))
                .orElseGet(() ->
                        new JobRow(ids.incrementAndGet(), settings.title(), 1, json, baseDir, step.now(), step.now()));
        step.tables().jobs().save(job);
        runs.changed(step, job.jobId());
        return job;
    }

    long runNow(RunNow request) {
        return loop.call(step -> {
            String token = request.idempotencyToken();
            Optional<RunRow> before =
                    token == null ? Optional.empty() : step.tables().runs().findByToken(token);
            if (before.isPresent()) {
                return before.get().runId();
            }

            JobRow job = step.tables()
                    .jobs()
                    .find(request.jobId())
                    .orElseThrow(() -> new LeatException(
                            ErrorCode.INVALID_PARAMETER_VALUE, "Job %d does not exist.".formatted(request.jobId())));
            JobSettings settings = Json.read(job.settings(), JobSettings.class);
            return runs.begin(step, job, settings, asked(request)).runId();
        });
    }

    /** Starts a run of settings that no job has; they get a job's id of their own. */
    long submit(String name, ObjectNode given, @Nullable String token) {
        JobSettings settings = Json.convert(given, JobSettings.class);
        return loop.call(step -> {
            Optional<RunRow> before =
                    token == null ? Optional.empty() : step.tables().runs().findByToken(token);
            if (before.isPresent()) {
                return before.get().runId();
            }

            long now = step.now();
            JobRow hidden = new JobRow(ids.incrementAndGet(), name, 1, given.toString(), JobRow.NO_FILE, now, now);
            return runs.begin(step, hidden, settings, Asked.submitted(token)).runId();
        });
    }

    private static Asked asked(RunFile request) {
        return new Asked(
                request.parameters(),
                LegacyParameters.NONE,
                request.only(),
                null,
                request.master(),
                request.sparkConf(),
                request.idempotencyToken(),
                RunType.JOB_RUN,
                Asked.ONE_TIME,
                0,
                List.of());
    }

    private static Asked asked(RunNow request) {
        return new Asked(
                request.jobParameters(),
                request.overriding(),
                request.only(),
                request.queue(),
                null,
                Map.of(),
                request.idempotencyToken(),
                RunType.JOB_RUN,
                Asked.ONE_TIME,
                0,
                List.of());
    }

    static String user() {
        return RunStart.user();
    }
}
