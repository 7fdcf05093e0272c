package io.leat.jobs.lineage;

import io.leat.core.lineage.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.delta.stats.PreparedDeltaFileIndex;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/** The versions of Delta tables that a statement's queries read, as Delta fixed them when it planned them. */
final class Scans {
    private final Places places;
    private final Map<String, SortedSet<Long>> versions = new HashMap<>();

    Scans(Places places) {
        this.places = places;
    }

    /** Takes in an optimised plan, with its subqueries. */
    void add(LogicalPlan plan) {
        leaves(plan);
        CollectionConverters.asJava(plan.subqueriesAll()).forEach(this::leaves);
    }

    private void leaves(LogicalPlan plan) {
        for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
            if (leaf instanceof LogicalRelation relation && relation.relation() instanceof HadoopFsRelation files) {
                add(files);
            } else if (leaf instanceof InMemoryRelation cached) {
                cached(cached.cachedPlan());
            }
        }
    }

    /** What a cache was filled from. */
    private void cached(SparkPlan plan) {
        if (plan instanceof FileSourceScanExec scan) {
            add(scan.relation());
        } else if (plan instanceof InMemoryTableScanExec scan) {
            cached(scan.relation().cachedPlan());
        } else if (plan instanceof AdaptiveSparkPlanExec adaptive) {
            cached(adaptive.inputPlan());
        }
        CollectionConverters.asJava(plan.children()).forEach(this::cached);
    }

    private void add(HadoopFsRelation files) {
        if (files.location() instanceof PreparedDeltaFileIndex scan) {
            versions.computeIfAbsent(places.table(scan.path()).name(), name -> new TreeSet<>())
                    .add(scan.preparedScan().version());
        }
    }

    /** A dataset at each of its versions that was read; of no version when none is known. */
    List<Dataset> versions(Dataset dataset) {
        SortedSet<Long> read = versions.getOrDefault(dataset.name(), new TreeSet<>());
        return read.isEmpty()
                ? List.of(dataset)
                : read.stream()
                        .map(version -> new Dataset(dataset.kind(), dataset.name(), version))
                        .toList();
    }
}
