package io.leat.jobs.features;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The layout of the sorted rows: keys, instant, kind, the spine's row, then a fact for each source. The kind says which
 * of these is set, and sorts rows of the same instant: a row of the spine comes before facts that do not count as known
 * at their own instant, and after those that do.
 */
record WalkSpec(List<DataType> keys, int spineWidth, List<SourceSpec> sources, boolean inclusive)
        implements Serializable {
    WalkSpec {
        keys = List.copyOf(keys);
        sources = List.copyOf(sources);
    }

    int instant() {
        return keys.size();
    }

    int kind() {
        return keys.size() + 1;
    }

    int spine() {
        return keys.size() + 2;
    }

    int fact(int source) {
        return keys.size() + 3 + source;
    }

    int spineKind() {
        return inclusive ? sources.size() : 0;
    }

    int factKind(int source) {
        return inclusive ? source : source + 1;
    }

    int features() {
        return sources.stream().mapToInt(source -> source.features().size()).sum();
    }
}
