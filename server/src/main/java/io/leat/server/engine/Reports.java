package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.Report;
import io.leat.core.json.Json;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import io.leat.core.run.Event;
import io.leat.core.run.TaskRun;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.LineageStore.EdgeRow;
import io.leat.server.store.ModelTable.ModelRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what drivers report. What is a fact about a table counts whoever tells it; what would move a task run counts
 * only from the holder of its fence.
 */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Runs runs;
    private final Drivers drivers;
    private final Feed feed;
    private final TaskLogs logs;

    Reports(Runs runs, Drivers drivers, Feed feed, TaskLogs logs) {
        this.runs = runs;
        this.drivers = drivers;
        this.feed = feed;
        this.logs = logs;
    }

    /** Takes in the events that are new and returns the last sequence number of the driver's. */
    long take(Step step, Report report) {
        Driver driver = drivers.load(report.driverId());
        long last = driver.lastSequence;
        for (AgentEvent event : report.events()) {
            if (event.sequence() > last) {
                last = event.sequence();
                take(step, driver, event);
            }
        }

        if (last > driver.lastSequence) {
            step.movedMemory();
            driver.lastSequence = last;
            step.tables().drivers().reported(driver.driverId, last);
        }

        return last;
    }

    private void take(Step step, Driver driver, AgentEvent event) {
        switch (event.kind()) {
            case SETTLED -> settled(step, event);
            case COMMITTED -> committed(step, event);
            case LINEAGE -> lineage(step, event);
            case LOG -> log(step, event.taskRunId(), Objects.requireNonNull(event.lines()));
            case STARTED, PROGRESS, COUNTS, MODEL, FINISHED -> ofHolder(step, driver, event);
        }
    }

    private void log(Step step, long taskRunId, List<String> lines) {
        step.after(() -> logs.append(taskRunId, lines));
    }

    private static void settled(Step step, AgentEvent event) {
        settled(step, event.taskRunId(), Objects.requireNonNull(event.settled()));
    }

    /** A batch's end is known. */
    static void settled(Step step, long taskRunId, Settled settled) {
        if (settled.commit() != null) {
            commit(step, taskRunId, settled.commit());
        } else if (settled.state() == BatchState.BURNT) {
            step.tables().batches().burnt(settled.batchId());
        }
    }

    private void committed(Step step, AgentEvent event) {
        Commit commit = Objects.requireNonNull(event.commit());
        commit(step, event.taskRunId(), commit);
        holder(event).ifPresent(run -> RunEvents.fact(step, run, task(run, event), "commit", Json.tree(commit)));
    }

    /** A batch is in its table: its commit and the source's position become durable together. */
    private static void commit(Step step, long taskRunId, Commit commit) {
        Optional<BatchRow> found = step.tables().batches().find(commit.batchId());
        if (found.isEmpty()) {
            LOG.warn("a driver reports a commit of batch {}, which this workspace did not mint", commit.batchId());
            return;
        }

        BatchRow row = found.get();
        step.tables().batches().committed(commit, taskRunId);
        if (row.batch().state() == BatchState.MINTED) {
            SourcePositions.committed(step, row, commit);
        }
    }

    private void lineage(Step step, AgentEvent event) {
        Lineage lineage = Objects.requireNonNull(event.lineage());
        step.tables().taskRuns().find(event.taskRunId()).ifPresent(taskRun -> {
            boolean model = lineage.output().kind() == Dataset.Kind.MODEL;
            Lineage whole = model ? withVersion(step, lineage, taskRun) : lineage;
            step.edge(new EdgeRow(whole, taskRun.runId(), taskRun.taskRunId(), taskRun.taskKey(), step.now()));
        });
        Observed seen = lineage.observed();
        if (seen != null && lineage.output().kind() == Dataset.Kind.TABLE) {
            holder(event)
                    .ifPresent(run ->
                            RunEvents.fact(step, run, task(run, event), "write", written(lineage.output(), seen)));
        }
    }

    private static ObjectNode written(Dataset output, Observed seen) {
        return Json.object()
                .put("table", output.name())
                .put("version", output.version())
                .put("rows", seen.rows());
    }

    /** A driver does not know which version its model became; the registry does. */
    private static Lineage withVersion(Step step, Lineage lineage, TaskRun taskRun) {
        Long version = step.tables().models().list().stream()
                .filter(model -> model.taskRunId() == taskRun.taskRunId()
                        && model.name().equals(lineage.output().name()))
                .map(ModelRow::version)
                .findFirst()
                .orElse(lineage.output().version());
        return lineage.of(new Dataset(Dataset.Kind.MODEL, lineage.output().name(), version));
    }

    private void ofHolder(Step step, Driver driver, AgentEvent event) {
        Optional<ActiveRun> holder = holder(event);
        if (event.kind() == AgentEvent.Kind.FINISHED) {
            boolean cancelled = Objects.requireNonNull(event.finish()).outcome() == AgentEvent.Outcome.CANCELED;
            drivers.released(step, driver, event.taskRunId(), cancelled);
        }

        holder.ifPresent(run -> take(step, run, task(run, event), event));
    }

    private void take(Step step, ActiveRun run, TaskRun taskRun, AgentEvent event) {
        switch (event.kind()) {
            case STARTED -> runs.fire(step, run, Event.started(event.taskRunId(), event.fence()));
            case PROGRESS -> progress(step, run, taskRun, Objects.requireNonNull(event.progress()));
            case COUNTS -> counts(step, run, taskRun, Objects.requireNonNull(event.counts()));
            case MODEL -> model(step, run, taskRun, event);
            case FINISHED -> finished(step, run, event, Objects.requireNonNull(event.finish()));
            case LOG, SETTLED, COMMITTED, LINEAGE -> throw new IllegalStateException("taken in before: " + event);
        }
    }

    private void progress(Step step, ActiveRun run, TaskRun taskRun, AgentEvent.Progress progress) {
        ObjectNode event = RunEvents.passing(run, step.now(), taskRun)
                .put("activity", progress.activity())
                .put("done", progress.done())
                .put("total", progress.total());
        step.after(() -> feed.pass(run.runId(), run.lastEvent(), event));
    }

    private static void counts(Step step, ActiveRun run, TaskRun taskRun, Map<String, Long> counts) {
        String before = step.tables().taskRuns().output(taskRun.taskRunId()).counts();
        ObjectNode all = before == null ? Json.object() : Json.read(before, ObjectNode.class);
        counts.forEach(all::put);
        step.tables().taskRuns().counts(taskRun.taskRunId(), all.toString());
        RunEvents.fact(step, run, taskRun, "counts", all);
    }

    private static void model(Step step, ActiveRun run, TaskRun taskRun, AgentEvent event) {
        ModelRow row = step.tables()
                .models()
                .register(Objects.requireNonNull(event.model()), run.runId(), taskRun.taskRunId(), step.now());
        RunEvents.fact(step, run, taskRun, "model", Catalog.json(row));
    }

    private void finished(Step step, ActiveRun run, AgentEvent event, Finish finish) {
        if (finish.trace() != null) {
            step.tables().taskRuns().trace(event.taskRunId(), finish.trace());
        }

        if (finish.output() != null) {
            step.tables().taskRuns().output(event.taskRunId(), finish.output().toString());
        }

        Event.Ending ending = switch (finish.outcome()) {
            case SUCCESS -> Event.Ending.SUCCESS;
            case FAILED -> Event.Ending.FAILED;
            case CANCELED -> Event.Ending.CANCELED;
            case INTERNAL_ERROR -> Event.Ending.INTERNAL_ERROR;
        };
        runs.fire(
                step,
                run,
                Event.ended(
                        event.taskRunId(),
                        event.fence(),
                        ending,
                        finish.message(),
                        Objects.requireNonNullElse(finish.values(), Map.of())));
    }

    private Optional<ActiveRun> holder(AgentEvent event) {
        return runs.findByTask(event.taskRunId())
                .filter(run -> run.run()
                        .find(event.taskRunId())
                        .filter(taskRun -> taskRun.fence() == event.fence())
                        .isPresent());
    }

    private static TaskRun task(ActiveRun run, AgentEvent event) {
        return run.run().find(event.taskRunId()).orElseThrow();
    }
}
