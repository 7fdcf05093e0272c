package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage.Source;
import io.leat.core.lineage.Dataset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.delta.files.TahoeFileIndex;
import org.apache.spark.sql.execution.ExternalRDD;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.jdbc.JDBCRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.FileTable;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** The leaves of a plan that nobody declared: each named by what it reads, or told to be out of sight. */
final class SeenInputs implements Inputs {
    private final Places places;
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final Set<String> unseen = new LinkedHashSet<>();

    SeenInputs(Places places) {
        this.places = places;
    }

    /** Takes in all that a plan reads, in its subqueries too. */
    void read(LogicalPlan plan) {
        leaves(plan);
        CollectionConverters.asJava(plan.subqueriesAll()).forEach(this::leaves);
    }

    private void leaves(LogicalPlan plan) {
        for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
            if (!isMade(leaf) && !(leaf instanceof CTERelationRef)) {
                List<Dataset> read = datasets(leaf);
                read.forEach(dataset -> datasets.put(dataset.name(), dataset));
                if (read.isEmpty()) {
                    unseen.add(words(leaf));
                }
            }
        }
    }

    /** What was read, by name; no versions. */
    Map<String, Dataset> datasets() {
        return datasets;
    }

    Set<String> unseen() {
        return unseen;
    }

    @Override
    public @Nullable Map<ExprId, Origin> known(LogicalPlan plan) {
        if (!plan.children().isEmpty() || plan instanceof CTERelationRef) {
            return null;
        }

        List<Dataset> read = datasets(plan);
        Map<ExprId, Origin> origins = new HashMap<>();
        for (Attribute attribute : CollectionConverters.asJava(plan.output())) {
            Origin origin = read.stream()
                    .map(dataset -> Origin.of(new Source(dataset.name(), attribute.name())))
                    .reduce(Origin::and)
                    .orElse(isMade(plan) ? Origin.CONSTANT : Origin.UNSEEN);
            origins.put(attribute.exprId(), origin);
        }
        return origins;
    }

    /** What a leaf reads; nothing when that is not known. */
    List<Dataset> datasets(LogicalPlan leaf) {
        if (leaf instanceof LogicalRelation relation) {
            return datasets(relation);
        }
        if (leaf instanceof DataSourceV2Relation relation) {
            return datasets(relation);
        }
        if (leaf instanceof HiveTableRelation relation) {
            return List.of(new Dataset(Dataset.Kind.TABLE, relation.tableMeta().qualifiedName(), null));
        }
        return List.of();
    }

    private List<Dataset> datasets(LogicalRelation relation) {
        if (relation.relation() instanceof HadoopFsRelation files) {
            if (files.location() instanceof TahoeFileIndex delta) {
                return List.of(places.table(delta.path()));
            }
            return relation.catalogTable().isDefined()
                    ? List.of(new Dataset(
                            Dataset.Kind.TABLE, relation.catalogTable().get().qualifiedName(), null))
                    : Places.files(CollectionConverters.asJava(files.location().rootPaths()));
        }
        if (relation.relation() instanceof JDBCRelation database) {
            Dataset table = Places.jdbc(database.jdbcOptions());
            return table == null ? List.of() : List.of(table);
        }
        return List.of();
    }

    private List<Dataset> datasets(DataSourceV2Relation relation) {
        if (relation.table() instanceof DeltaTableV2 delta) {
            return List.of(places.table(delta.path()));
        }
        if (relation.table() instanceof FileTable files) {
            return Places.files(CollectionConverters.asJava(files.fileIndex().rootPaths()));
        }
        return relation.catalog().isDefined() && relation.identifier().isDefined()
                ? List.of(Places.table(
                        relation.catalog().get(), relation.identifier().get()))
                : List.of();
    }

    static boolean isDelta(LogicalPlan table) {
        return table instanceof DataSourceV2Relation relation && relation.table() instanceof DeltaTableV2;
    }

    /** Whether the rows stand in the text of a statement, or Spark makes them. */
    private static boolean isMade(LogicalPlan leaf) {
        return leaf instanceof OneRowRelation
                || leaf instanceof Range
                || (leaf instanceof LocalRelation && leaf.origin().sqlText().isDefined());
    }

    private static String words(LogicalPlan leaf) {
        if (leaf instanceof LogicalRDD || leaf instanceof ExternalRDD) {
            return "rows of an RDD";
        }
        if (leaf instanceof LocalRelation) {
            return "rows that the program held in memory";
        }
        if (leaf instanceof LogicalRelation relation && relation.relation() instanceof JDBCRelation database) {
            return "a query in "
                    + Places.withoutCredentials(database.jdbcOptions().url());
        }
        if (leaf instanceof LogicalRelation relation) {
            return "a source of " + relation.relation().getClass().getSimpleName();
        }
        if (leaf instanceof DataSourceV2Relation relation) {
            return "the source " + relation.table().name();
        }
        return "a " + leaf.nodeName();
    }
}
