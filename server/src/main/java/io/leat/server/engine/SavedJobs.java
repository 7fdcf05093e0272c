package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobDefinition;
import io.leat.core.job.JobSettings;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.server.rest.SavedJobsApi;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RunTable.Filter;
import io.leat.server.store.Store;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Saves jobs that come by the API. They have no file, so several may have one name. */
final class SavedJobs implements SavedJobsApi {
    private static final int ALL = Integer.MAX_VALUE;

    private final Loop loop;
    private final Store store;
    private final Starter starter;
    private final AtomicLong ids;
    private final RunQueue queue;
    private final LongConsumer cancel;

    /** @param cancel asks for the end of a run */
    SavedJobs(Loop loop, Store store, Starter starter, AtomicLong ids, RunQueue queue, LongConsumer cancel) {
        this.loop = loop;
        this.store = store;
        this.starter = starter;
        this.ids = ids;
        this.queue = queue;
        this.cancel = cancel;
    }

    @Override
    public long create(ObjectNode settings) {
        ObjectNode checked = JobDefinition.ofApi(settings).valid();
        return loop.call(step -> {
            long now = step.now();
            JobRow job =
                    new JobRow(ids.incrementAndGet(), title(checked), 1, checked.toString(), JobRow.NO_FILE, now, now);
            step.tables().jobs().save(job);
            return job.jobId();
        });
    }

    @Override
    public void reset(long jobId, ObjectNode settings) {
        ObjectNode checked = JobDefinition.ofApi(settings).valid();
        change(
                jobId,
                before -> before.has("run_as") && !checked.has("run_as")
                        ? checked.deepCopy().set("run_as", before.get("run_as"))
                        : checked);
    }

    @Override
    public void update(long jobId, ObjectNode newSettings, List<String> fieldsToRemove) {
        change(
                jobId,
                before -> JobDefinition.ofApi(SettingsChange.apply(before, newSettings, fieldsToRemove))
                        .valid());
    }

    private void change(long jobId, UnaryOperator<ObjectNode> change) {
        loop.call(step -> {
            JobRow before = load(step, jobId);
            ObjectNode settings = change.apply(Json.read(before.settings(), ObjectNode.class));
            step.tables()
                    .jobs()
                    .save(new JobRow(
                            jobId,
                            title(settings),
                            before.version() + 1,
                            settings.toString(),
                            before.baseDir(),
                            before.createdAt(),
                            step.now()));
            queue.goOn(step, jobId); // the limit may have been raised
            return true;
        });
    }

    private static JobRow load(Step step, long jobId) {
        return step.tables().jobs().find(jobId).orElseThrow(() -> missing(jobId));
    }

    private static LeatException missing(long jobId) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "Job %d does not exist.".formatted(jobId));
    }

    private static String title(ObjectNode settings) {
        return settings.path("name").asText(JobSettings.UNTITLED);
    }

    @Override
    public void delete(long jobId) {
        loop.call(step -> {
            load(step, jobId);
            step.tables().jobs().delete(jobId);
            return true;
        });
    }

    /** The job of such a run is saved nowhere but in the run. */
    @Override
    public long submit(ObjectNode settings, @Nullable String idempotencyToken) {
        ObjectNode checked = JobDefinition.ofApi(settings).valid();
        return starter.submit(title(checked), checked, idempotencyToken);
    }

    @Override
    public void cancelAll(@Nullable Long jobId, boolean queued) {
        Filter active = new Filter(jobId, null, Boolean.TRUE, null, null, null, null, 0, ALL);
        store.read(tables -> tables.runs().list(active)).stream()
                .filter(run -> queued == (run.status().state() == LifeCycleState.QUEUED))
                .forEach(run -> cancel.accept(run.runId()));
    }
}
