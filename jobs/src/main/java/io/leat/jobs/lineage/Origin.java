package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage.Kind;
import io.leat.core.lineage.ColumnLineage.Source;
import java.util.LinkedHashSet;
import java.util.Set;

/** The input columns behind a column of a plan, and what was done to them. */
record Origin(Set<Source> sources, Kind kind) {
    static final Origin CONSTANT = new Origin(Set.of(), Kind.CONSTANT);
    static final Origin UNSEEN = new Origin(Set.of(), Kind.OPAQUE);

    static Origin of(Source column) {
        return new Origin(Set.of(column), Kind.IDENTITY);
    }

    Origin and(Origin other) {
        Kind greater = kind.compareTo(other.kind) >= 0 ? kind : other.kind;
        if (sources.containsAll(other.sources)) {
            return new Origin(sources, greater);
        }

        Set<Source> both = new LinkedHashSet<>(sources);
        both.addAll(other.sources);
        return new Origin(both, greater);
    }

    /** The same, of that kind or a greater one. */
    Origin atLeast(Kind least) {
        return kind.compareTo(least) >= 0 ? this : new Origin(sources, least);
    }
}
