package io.leat.core.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.lineage.Lineage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fact from a driver about one task run. Exactly the component that the kind names is set. What happens now has no
 * number yet; it gets one when it is told.
 *
 * @param sequence grows by one with each event of a driver; 0 of one that has no number yet
 * @param at when it happened, in epoch milliseconds of the driver's clock
 */
public record AgentEvent(
        long sequence,
        long taskRunId,
        long fence,
        Kind kind,
        long at,
        @Nullable Progress progress,
        @Nullable List<String> lines,
        @Nullable Settled settled,
        @Nullable Commit commit,
        @Nullable Lineage lineage,
        @Nullable Map<String, Long> counts,
        @Nullable ModelReport model,
        @Nullable Finish finish) {
    private static AgentEvent fact(
            Kind kind,
            Assignment of,
            long at,
            @Nullable Progress progress,
            @Nullable List<String> lines,
            @Nullable Settled settled,
            @Nullable Commit commit,
            @Nullable Lineage lineage,
            @Nullable Map<String, Long> counts,
            @Nullable ModelReport model,
            @Nullable Finish finish) {
        return new AgentEvent(
                0,
                of.taskRunId(),
                of.fence(),
                kind,
                at,
                progress,
                lines,
                settled,
                commit,
                lineage,
                counts,
                model,
                finish);
    }

    public static AgentEvent started(Assignment of, long at) {
        return fact(Kind.STARTED, of, at, null, null, null, null, null, null, null, null);
    }

    public static AgentEvent progress(Assignment of, long at, Progress progress) {
        return fact(Kind.PROGRESS, of, at, progress, null, null, null, null, null, null, null);
    }

    public static AgentEvent log(Assignment of, long at, List<String> lines) {
        return fact(Kind.LOG, of, at, null, lines, null, null, null, null, null, null);
    }

    public static AgentEvent settled(Assignment of, long at, Settled settled) {
        return fact(Kind.SETTLED, of, at, null, null, settled, null, null, null, null, null);
    }

    public static AgentEvent committed(Assignment of, long at, Commit commit) {
        return fact(Kind.COMMITTED, of, at, null, null, null, commit, null, null, null, null);
    }

    public static AgentEvent lineage(Assignment of, long at, Lineage lineage) {
        return fact(Kind.LINEAGE, of, at, null, null, null, null, lineage, null, null, null);
    }

    public static AgentEvent counts(Assignment of, long at, Map<String, Long> counts) {
        return fact(Kind.COUNTS, of, at, null, null, null, null, null, counts, null, null);
    }

    public static AgentEvent model(Assignment of, long at, ModelReport model) {
        return fact(Kind.MODEL, of, at, null, null, null, null, null, null, model, null);
    }

    public static AgentEvent finished(Assignment of, long at, Finish finish) {
        return fact(Kind.FINISHED, of, at, null, null, null, null, null, null, null, finish);
    }

    /** Other lines of the same task run at the same time, without a number. */
    public AgentEvent withLines(List<String> others) {
        return new AgentEvent(0, taskRunId, fence, Kind.LOG, at, null, others, null, null, null, null, null, null);
    }

    /** The same under this number of its driver's. */
    public AgentEvent numbered(long number) {
        return new AgentEvent(
                number, taskRunId, fence, kind, at, progress, lines, settled, commit, lineage, counts, model, finish);
    }

    /** What kind of fact. */
    public enum Kind {
        /** The task's code has begun. */
        STARTED,
        /** How far Spark is; the newest replaces those before it and none is kept. */
        PROGRESS,
        /** Log lines. */
        LOG,
        /** A batch of unknown end was looked up or burnt. */
        SETTLED,
        /** A batch is in its table. */
        COMMITTED,
        /** What was read and what came of it. */
        LINEAGE,
        /** Named counts of this attempt: rows read, loaded, quarantined, dropped; files; milliseconds by phase. */
        COUNTS,
        /** A model was trained and saved. */
        MODEL,
        /** The task run has ended in the driver; nothing of it runs any more. */
        FINISHED
    }

    /**
     * How far Spark is with this task.
     *
     * @param activity what is done now, in a few words
     * @param done tasks of Spark's that are done, of {@code total} known so far
     */
    public record Progress(String activity, long done, long total) {}

    /**
     * How a task run ended in its driver.
     *
     * @param values that it set for other tasks to read, by name
     * @param output what it leaves to be looked at, an object whose fields the Jobs API shows as they are
     */
    public record Finish(
            Outcome outcome,
            String message,
            @Nullable String trace,
            @Nullable Map<String, JsonNode> values,
            @Nullable JsonNode output) {
        /** Of a task run that left nothing but its tables. */
        public Finish(Outcome outcome, String message, @Nullable String trace) {
            this(outcome, message, trace, null, null);
        }
    }

    /** The ways a task run ends in its driver. */
    public enum Outcome {
        SUCCESS,
        /** The task's own failure: its data, its code, its configuration. */
        FAILED,
        /** It was told to end, and did. */
        CANCELED,
        /** A fault of the driver or of Leat, not of the task. */
        INTERNAL_ERROR
    }
}
