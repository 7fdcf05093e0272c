package io.leat.jobs.features;

import io.leat.core.job.FeaturesTask.Aggregate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.jspecify.annotations.Nullable;

/** What is known from one source about the present key at the present moment. */
final class SourceState {
    private static final int FACT_BYTES = 256; // grows when a fact is larger

    private final SourceSpec spec;
    private final boolean keepsLatest;
    private final UnsafeRow latest;
    private boolean hasLatest;
    private long latestTime;
    private final FactQueue queue;
    private final List<WindowAggregate> windows = new ArrayList<>();
    private final long[] reaches;

    SourceState(SourceSpec spec) {
        this.spec = spec;
        this.latest = UnsafeRow.createFromByteArray(FACT_BYTES, spec.width());
        this.keepsLatest = spec.features().stream().anyMatch(FeatureSpec::isAsOf);
        Map<Integer, Values> columns = columns(spec);
        this.queue = new FactQueue(List.copyOf(columns.values()));
        List<FeatureSpec> aggregates =
                spec.features().stream().filter(f -> !f.isAsOf()).toList();
        this.reaches = aggregates.stream().mapToLong(FeatureSpec::reach).toArray();
        aggregates.forEach(f -> windows.add(window(f, columns.get(f.ordinal()))));
    }

    private static Map<Integer, Values> columns(SourceSpec spec) {
        Map<Integer, Values> columns = new HashMap<>();
        for (FeatureSpec feature : spec.features()) {
            if (!feature.isAsOf() && feature.valueType() != null) {
                columns.putIfAbsent(feature.ordinal(), new Values(feature.ordinal(), feature.valueType(), 0));
            }
        }
        return columns;
    }

    private WindowAggregate window(FeatureSpec feature, @Nullable Values values) {
        Aggregate aggregate = feature.aggregate();
        if (aggregate == Aggregate.COUNT || values == null) {
            return RunningAggregate.count(queue, values);
        }
        return switch (aggregate) {
            case COUNT -> RunningAggregate.count(queue, values);
            case SUM -> RunningAggregate.of(queue, values, Sums.sum(feature.name(), values));
            case AVG -> RunningAggregate.of(queue, values, Sums.mean(feature.name(), values));
            case MIN -> Extremum.min(queue, values);
            case MAX -> Extremum.max(queue, values);
        };
    }

    /** Another key begins. */
    void clear() {
        hasLatest = false;
        queue.clear();
        windows.forEach(WindowAggregate::clear);
    }

    /** A fact becomes known at this instant. */
    void accept(long instant, InternalRow fact) {
        long time = fact.getLong(SourceSpec.TIME);
        if (keepsLatest && (!hasLatest || time >= latestTime)) {
            latest.copyFrom((UnsafeRow) fact);
            latestTime = time;
            hasLatest = true;
        }
        if (!windows.isEmpty()) {
            enqueue(time, fact);
            expire(instant);
        }
    }

    private void enqueue(long time, InternalRow fact) {
        int moved = queue.makeRoom();
        if (moved > 0) {
            windows.forEach(window -> window.movedDown(moved));
        }
        int position = queue.insert(time, fact);
        for (WindowAggregate window : windows) {
            window.added(position);
        }
    }

    /** Lets go of facts that no window needs at this instant or later. */
    private void expire(long instant) {
        int first = queue.end();
        for (int i = 0; i < reaches.length; i++) {
            WindowAggregate window = windows.get(i);
            window.expire(instant - reaches[i]);
            first = Math.min(first, window.first());
        }
        queue.trim(first);
    }

    /** Writes the features as they are known at this instant, from position {@code at} on. */
    void write(long instant, GenericInternalRow features, int at) {
        expire(instant);
        int position = at;
        int window = 0;
        for (FeatureSpec feature : spec.features()) {
            Object value = feature.isAsOf()
                    ? latest(feature, instant)
                    : windows.get(window++).result();
            features.update(position++, value);
        }
    }

    private @Nullable Object latest(FeatureSpec feature, long instant) {
        if (!hasLatest || instant - latestTime > feature.reach() || latest.isNullAt(feature.ordinal())) {
            return null;
        }
        return latest.get(feature.ordinal(), feature.valueType());
    }
}
