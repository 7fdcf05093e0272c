package io.leat.jobs.lineage;

import io.leat.connectors.delta.CommitWatch.Seen;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.ColumnLineage.Source;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import io.leat.jobs.lineage.WriteCommand.Assigned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;

/** The lineage of a write that was seen. */
final class SeenWrite {
    private final WriteCommand write;
    private final SeenInputs inputs;

    SeenWrite(WriteCommand write, Places places) {
        this.write = write;
        this.inputs = new SeenInputs(places);
    }

    /**
     * @param commit what it committed; null when it has no log, or that is not known
     * @param rows when there is no commit; null when not known
     * @param scans the versions that were read
     */
    Lineage lineage(@Nullable Seen commit, @Nullable Long rows, Scans scans) {
        write.read().forEach(inputs::read);
        Map<String, Origin> columns = columns();
        Dataset output = write.output();
        List<Dataset> read = new ArrayList<>();
        inputs.datasets().values().forEach(dataset -> read.addAll(scans.versions(dataset)));
        if (usesTarget(columns) && !inputs.datasets().containsKey(output.name())) {
            read.add(new Dataset(output.kind(), output.name(), commit == null ? null : commit.readVersion()));
        }

        List<ColumnLineage> lineage = new ArrayList<>();
        columns.forEach(
                (column, from) -> lineage.add(new ColumnLineage(column, List.copyOf(from.sources()), from.kind())));
        Dataset made = commit == null ? output : new Dataset(output.kind(), output.name(), commit.version());
        Observed observed =
                new Observed(write.operation(), commit == null ? rows : commit.rows(), List.copyOf(inputs.unseen()));
        return new Lineage(made, read, lineage, observed);
    }

    private Map<String, Origin> columns() {
        PlanWalk walk = new PlanWalk(inputs);
        Map<ExprId, Origin> below = new HashMap<>();
        for (LogicalPlan plan : write.read()) {
            below.putAll(walk.origins(plan));
        }
        if (write.target() != null) {
            below.putAll(walk.origins(write.target()));
        }

        Map<String, Origin> columns = new LinkedHashMap<>();
        for (Assigned assigned : write.columns()) {
            Origin from = walk.of(assigned.from(), below);
            if (!isUnchanged(assigned.column(), from)) {
                columns.merge(assigned.column(), from, Origin::and);
            }
        }
        return columns;
    }

    /** Updates and merges name each column of the table; most stay as they are. */
    private boolean isUnchanged(String column, Origin from) {
        Source same = new Source(write.output().name(), column);
        return write.target() != null
                && from.kind() == ColumnLineage.Kind.IDENTITY
                && from.sources().equals(Set.of(same));
    }

    private boolean usesTarget(Map<String, Origin> columns) {
        return write.target() != null
                && columns.values().stream()
                        .flatMap(origin -> origin.sources().stream())
                        .anyMatch(
                                source -> source.dataset().equals(write.output().name()));
    }
}
