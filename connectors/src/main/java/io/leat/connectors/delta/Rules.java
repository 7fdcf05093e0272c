package io.leat.connectors.delta;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructField;

/** Gives a table that has rows the rules and comments that a write asks for, in a commit before the write's own. */
final class Rules {
    private final SparkSession spark;
    private final TableLog log;

    Rules(SparkSession spark, TableLog log) {
        this.spark = spark;
        this.log = log;
    }

    /** The table's newest version, in which the rules hold. */
    Snapshot ensured(Snapshot now, WriteSpec spec) {
        if (TableShape.same(now.metadata(), wanted(now.metadata(), spec))) {
            return now;
        }

        OptimisticTransaction transaction = log.commit(List.of(), started -> {
            tighten(started, spec);
            return new DeltaOperations.SetTableProperties(Scala.map(spec.constraints()));
        });
        return TableLog.after(transaction);
    }

    private void tighten(OptimisticTransaction transaction, WriteSpec spec) {
        Metadata before = transaction.metadata();
        Metadata after = wanted(before, spec);
        TableShape.checkConstraints(spark, table(), after);
        if (!TableLog.isEmpty(transaction.snapshot())) {
            transaction.readWholeTable();
            checkRows(transaction.snapshot().version(), before, after);
        }

        transaction.updateMetadata(after, false);
    }

    private Metadata wanted(Metadata before, WriteSpec spec) {
        return TableShape.of(table(), before, before.schema(), spec);
    }

    private void checkRows(long version, Metadata before, Metadata after) {
        Map<String, String> old = TableShape.constraints(before);
        TableShape.constraints(after).forEach((name, condition) -> {
            if (!condition.equals(old.get(name))) {
                check(version, "(%s) <=> true".formatted(condition), "Constraint %s (%s)".formatted(name, condition));
            }
        });

        Set<StructField> unchanged = new HashSet<>(List.of(before.schema().fields()));
        for (StructField field : after.schema().fields()) {
            if (!field.nullable()
                    && !unchanged.contains(field)
                    && before.schema().apply(field.name()).nullable()) {
                check(version, Rows.quoted(field.name()) + " IS NOT NULL", "NOT NULL of column " + field.name());
            }
        }
    }

    private void check(long version, String condition, String rule) {
        Dataset<Row> rows =
                spark.read().format("delta").option("versionAsOf", version).load(log.path());
        if (!rows.filter("NOT (%s)".formatted(condition)).isEmpty()) {
            throw TableErrors.oldRows(table(), rule);
        }
    }

    private String table() {
        return log.name().toString();
    }
}
