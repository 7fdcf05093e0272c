package io.leat.jobs.agent;

import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Progress;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ModelReport;
import io.leat.core.lineage.Lineage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

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
        outbox.add(AgentEvent.started(assignment, now()));
    }

    void progress(String activity, long done, long total) {
        Progress progress = new Progress(redaction.clean(activity), done, total);
        outbox.add(AgentEvent.progress(assignment, now(), progress));
    }

    void log(String text) {
        List<String> lines = redaction.clean(text).lines().map(Events::cut).toList();
        outbox.add(AgentEvent.log(assignment, now(), lines));
    }

    void settled(Settled settled) {
        Commit found = settled.commit();
        Settled clean =
                found == null ? settled : new Settled(settled.batchId(), settled.state(), redaction.clean(found));
        outbox.add(AgentEvent.settled(assignment, now(), clean));
    }

    void committed(Commit commit) {
        outbox.add(AgentEvent.committed(assignment, now(), redaction.clean(commit)));
    }

    void lineage(Lineage lineage) {
        outbox.add(AgentEvent.lineage(assignment, now(), redaction.clean(lineage)));
    }

    void counts(Map<String, Long> counts) {
        outbox.add(AgentEvent.counts(assignment, now(), redaction.cleanNames(counts)));
    }

    void model(ModelReport model) {
        outbox.add(AgentEvent.model(assignment, now(), redaction.clean(model)));
    }

    void finished(Finish finish) {
        String trace = finish.trace() == null ? null : redaction.clean(finish.trace());
        Finish clean = new Finish(
                finish.outcome(),
                redaction.clean(finish.message()),
                trace,
                redaction.cleanValues(finish.values()),
                redaction.cleanNullable(finish.output()));
        outbox.add(AgentEvent.finished(assignment, now(), clean));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " (cut)";
    }
}
