package io.leat.jobs.agent;

import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.AgentEvent.Progress;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ModelReport;
import io.leat.core.lineage.Lineage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The events of one task run, free of its secrets, put into the driver's outbox. */
final class Events {
    private static final int LONGEST_LINE = 10_000;

    private final Assignment assignment;
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private volatile Redaction redaction;
    private final Outbox outbox;

    Events(Assignment assignment, Outbox outbox) {
        this.assignment = assignment;
        this.secrets.addAll(assignment.secrets());
        this.redaction = new Redaction(secrets);
        this.outbox = outbox;
    }

    /** From now on this is in none of them. */
    synchronized void hide(String secret) {
        secrets.add(secret);
        redaction = new Redaction(secrets);
    }

    void started() {
        add(Kind.STARTED, null, null, null, null, null, null, null, null);
    }

    void progress(String activity, long done, long total) {
        Progress progress = new Progress(redaction.clean(activity), done, total);
        add(Kind.PROGRESS, progress, null, null, null, null, null, null, null);
    }

    void log(String text) {
        List<String> lines = redaction.clean(text).lines().map(Events::cut).toList();
        add(Kind.LOG, null, lines, null, null, null, null, null, null);
    }

    void settled(Settled settled) {
        Commit found = settled.commit();
        Settled clean =
                found == null ? settled : new Settled(settled.batchId(), settled.state(), redaction.clean(found));
        add(Kind.SETTLED, null, null, clean, null, null, null, null, null);
    }

    void committed(Commit commit) {
        add(Kind.COMMITTED, null, null, null, redaction.clean(commit), null, null, null, null);
    }

    void lineage(Lineage lineage) {
        add(Kind.LINEAGE, null, null, null, null, redaction.clean(lineage), null, null, null);
    }

    void counts(Map<String, Long> counts) {
        add(Kind.COUNTS, null, null, null, null, null, redaction.cleanNames(counts), null, null);
    }

    void model(ModelReport model) {
        add(Kind.MODEL, null, null, null, null, null, null, redaction.clean(model), null);
    }

    void finished(Finish finish) {
        String trace = finish.trace() == null ? null : redaction.clean(finish.trace());
        Finish clean = new Finish(
                finish.outcome(),
                redaction.clean(finish.message()),
                trace,
                redaction.cleanValues(finish.values()),
                redaction.cleanNullable(finish.output()));
        add(Kind.FINISHED, null, null, null, null, null, null, null, clean);
    }

    private void add(
            Kind kind,
            @Nullable Progress progress,
            @Nullable List<String> lines,
            @Nullable Settled settled,
            @Nullable Commit commit,
            @Nullable Lineage lineage,
            @Nullable Map<String, Long> counts,
            @Nullable ModelReport model,
            @Nullable Finish finish) {
        outbox.add(new AgentEvent(
                0,
                assignment.taskRunId(),
                assignment.fence(),
                kind,
                System.currentTimeMillis(),
                progress,
                lines,
                settled,
                commit,
                lineage,
                counts,
                model,
                finish));
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " (cut)";
    }

    /** Other lines of the same task run at the same time. */
    static AgentEvent log(AgentEvent like, List<String> lines) {
        return new AgentEvent(
                0,
                like.taskRunId(),
                like.fence(),
                Kind.LOG,
                like.at(),
                null,
                lines,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static AgentEvent numbered(AgentEvent e, long sequence) {
        return new AgentEvent(
                sequence,
                e.taskRunId(),
                e.fence(),
                e.kind(),
                e.at(),
                e.progress(),
                e.lines(),
                e.settled(),
                e.commit(),
                e.lineage(),
                e.counts(),
                e.model(),
                e.finish());
    }
}
