package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Observed lineage on one line, such as {@code APPEND s.out@1 2 rows <- s.in@0: a=s.in.a b=f(s.in.a,s.in.b)}. */
final class SeenText {
    private SeenText() {}

    static String of(Lineage lineage) {
        Observed observed = Objects.requireNonNull(lineage.observed());
        String columns =
                lineage.columns().stream().map(SeenText::column).sorted().collect(Collectors.joining(" "));
        String unseen = observed.unseen().isEmpty() ? "" : " unseen " + observed.unseen();
        return "%s %s %s rows <- %s: %s%s"
                .formatted(
                        observed.operation(),
                        dataset(lineage.output()),
                        observed.rows(),
                        lineage.inputs().stream()
                                .map(SeenText::dataset)
                                .sorted()
                                .collect(Collectors.joining(" ")),
                        columns,
                        unseen);
    }

    private static String dataset(Dataset dataset) {
        String name = dataset.kind() == Dataset.Kind.FILES ? "files:" + last(dataset.name()) : dataset.name();
        return dataset.version() == null ? name : name + "@" + dataset.version();
    }

    private static String column(ColumnLineage column) {
        List<String> from = column.sources().stream()
                .map(source -> last(source.dataset()) + "." + source.column())
                .sorted()
                .toList();
        String all = String.join(",", from);
        return column.column()
                + switch (Objects.requireNonNull(column.kind())) {
                    case CONSTANT -> "=constant";
                    case IDENTITY -> "=" + all;
                    case TRANSFORMATION -> "=f(" + all + ")";
                    case AGGREGATION -> "=agg(" + all + ")";
                    case OPAQUE -> "=?(" + all + ")";
                };
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
