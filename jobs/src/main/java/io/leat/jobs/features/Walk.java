package io.leat.jobs.features;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * One pass over rows sorted by key, instant and kind: facts change what is known, and each row of the spine leaves with
 * what is known then. The row handed out is the same object each time.
 */
final class Walk implements Iterator<InternalRow> {
    private final WalkSpec spec;
    private final Iterator<InternalRow> rows;
    private final SourceState[] sources;
    private final @Nullable Object[] key;
    private final GenericInternalRow features;
    private final JoinedRow joined = new JoinedRow();
    private boolean started;
    private boolean ready;

    Walk(WalkSpec spec, Iterator<InternalRow> rows) {
        this.spec = spec;
        this.rows = rows;
        this.sources = spec.sources().stream().map(SourceState::new).toArray(SourceState[]::new);
        this.key = new Object[spec.keys().size()];
        this.features = new GenericInternalRow(spec.features());
    }

    @Override
    public boolean hasNext() {
        while (!ready && rows.hasNext()) {
            InternalRow row = rows.next();
            enter(row);
            int kind = row.getInt(spec.kind());
            long instant = row.getLong(spec.instant()); // 0 when it is null, which comes before all facts
            if (kind == spec.spineKind()) {
                emit(row, instant);
            } else {
                int source = kind - spec.factKind(0);
                int width = spec.sources().get(source).width();
                sources[source].accept(instant, row.getStruct(spec.fact(source), width));
            }
        }
        return ready;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        return joined;
    }

    private void emit(InternalRow row, long instant) {
        int at = 0;
        for (int i = 0; i < sources.length; i++) {
            sources[i].write(instant, features, at);
            at += spec.sources().get(i).features().size();
        }
        joined.apply(row.getStruct(spec.spine(), spec.spineWidth()), features);
        ready = true;
    }

    private void enter(InternalRow row) {
        if (started && isSameKey(row)) {
            return;
        }
        started = true;
        for (int i = 0; i < key.length; i++) {
            Object part = part(row, i);
            key[i] = part instanceof UTF8String text ? text.clone() : part;
        }
        for (SourceState source : sources) {
            source.clear();
        }
    }

    private boolean isSameKey(InternalRow row) {
        for (int i = 0; i < key.length; i++) {
            if (!Objects.equals(key[i], part(row, i))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object part(InternalRow row, int i) {
        return row.isNullAt(i) ? null : row.get(i, spec.keys().get(i));
    }
}
