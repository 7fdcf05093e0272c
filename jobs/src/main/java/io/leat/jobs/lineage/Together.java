package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.ColumnLineage.Kind;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several writes to the same output, as one. */
final class Together {
    private Together() {}

    static Lineage of(Lineage first, Lineage then) {
        Set<Dataset> inputs = new LinkedHashSet<>(first.inputs());
        inputs.addAll(then.inputs());
        Map<String, Origin> columns = new LinkedHashMap<>();
        add(columns, first);
        add(columns, then);
        List<ColumnLineage> all = new ArrayList<>();
        columns.forEach((column, from) -> all.add(new ColumnLineage(column, List.copyOf(from.sources()), from.kind())));
        return new Lineage(then.output(), List.copyOf(inputs), all, observed(first.observed(), then.observed()));
    }

    private static void add(Map<String, Origin> columns, Lineage lineage) {
        for (ColumnLineage column : lineage.columns()) {
            Kind kind = Objects.requireNonNullElse(column.kind(), Kind.TRANSFORMATION);
            Origin from = new Origin(new LinkedHashSet<>(column.sources()), kind);
            columns.merge(column.column(), from, Origin::and);
        }
    }

    private static @Nullable Observed observed(@Nullable Observed first, @Nullable Observed then) {
        if (first == null || then == null) {
            return then;
        }

        Set<String> unseen = new LinkedHashSet<>(first.unseen());
        unseen.addAll(then.unseen());
        Long rows = first.rows() == null || then.rows() == null ? null : Long.valueOf(first.rows() + then.rows());
        return new Observed(first.operation(), rows, List.copyOf(unseen));
    }
}
