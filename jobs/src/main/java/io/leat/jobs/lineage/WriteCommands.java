package io.leat.jobs.lineage;

import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Observed.Operation;
import io.leat.jobs.lineage.WriteCommand.Assigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.DeltaMergeAction;
import org.apache.spark.sql.catalyst.plans.logical.DeltaMergeIntoClause;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ReplaceTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.delta.commands.DeleteCommand;
import org.apache.spark.sql.delta.commands.MergeIntoCommand;
import org.apache.spark.sql.delta.commands.UpdateCommand;
import org.apache.spark.sql.delta.sources.DeltaDataSource;
import org.apache.spark.sql.delta.sources.DeltaSink;
import org.apache.spark.sql.execution.datasources.InsertIntoHadoopFsRelationCommand;
import org.apache.spark.sql.execution.datasources.SaveIntoDataSourceCommand;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcRelationProvider;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.streaming.sources.WriteToMicroBatchDataSourceV1;
import org.apache.spark.sql.streaming.OutputMode;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Knows the commands by which Spark and Delta write. */
final class WriteCommands {
    private final Places places;
    private final SeenInputs names;

    WriteCommands(Places places) {
        this.places = places;
        this.names = new SeenInputs(places);
    }

    /** Null when the plan is none of them. */
    @Nullable
    WriteCommand of(LogicalPlan plan) {
        if (plan instanceof MergeIntoCommand merge) {
            return merge(merge);
        }
        if (plan instanceof UpdateCommand update) {
            return update(update);
        }
        if (plan instanceof DeleteCommand delete) {
            Dataset table = places.table(delete.deltaLog().dataPath());
            return new WriteCommand(Operation.DELETE, table, true, List.of(), delete.target(), List.of());
        }
        if (plan instanceof CreateTableAsSelect create) {
            return created(Operation.CREATE, create.name(), create.query());
        }
        if (plan instanceof ReplaceTableAsSelect replace) {
            return created(Operation.REPLACE, replace.name(), replace.query());
        }
        if (plan instanceof V2WriteCommand write && write.table() instanceof LogicalPlan table && !isStaged(table)) {
            Operation operation = plan instanceof AppendData ? Operation.APPEND : Operation.OVERWRITE;
            return names.datasets(table).stream()
                    .findFirst()
                    .map(output -> query(operation, output, SeenInputs.isDelta(table), write.query()))
                    .orElse(null);
        }
        if (plan instanceof SaveIntoDataSourceCommand save) {
            return saved(save);
        }
        if (plan instanceof WriteToMicroBatchDataSourceV1 batch && batch.sink() instanceof DeltaSink sink) {
            boolean append = !batch.outputMode().equals(OutputMode.Complete());
            Operation operation = append ? Operation.APPEND : Operation.OVERWRITE;
            return query(operation, places.table(sink.path()), true, batch.query());
        }
        return plan instanceof InsertIntoHadoopFsRelationCommand files ? files(files) : null;
    }

    /** Whether it becomes a table by the command around this one, which is the one that counts. */
    private static boolean isStaged(LogicalPlan table) {
        return table instanceof DataSourceV2Relation relation && relation.table() instanceof StagedTable;
    }

    private WriteCommand merge(MergeIntoCommand merge) {
        List<Assigned> columns = new ArrayList<>();
        assign(columns, merge.matchedClauses());
        assign(columns, merge.notMatchedClauses());
        assign(columns, merge.notMatchedBySourceClauses());
        Dataset table = places.table(merge.targetFileIndex().path());
        return new WriteCommand(Operation.MERGE, table, true, List.of(merge.source()), merge.target(), columns);
    }

    private static void assign(List<Assigned> columns, Seq<? extends DeltaMergeIntoClause> clauses) {
        for (DeltaMergeIntoClause clause : CollectionConverters.asJava(clauses)) {
            for (Expression action : CollectionConverters.asJava(clause.actions())) {
                if (action instanceof DeltaMergeAction set) {
                    columns.add(new Assigned(set.targetColNameParts().head(), set.expr()));
                }
            }
        }
    }

    private WriteCommand update(UpdateCommand update) {
        List<Attribute> output = CollectionConverters.asJava(update.target().output());
        List<Expression> values = CollectionConverters.asJava(update.updateExpressions());
        List<Assigned> columns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            columns.add(new Assigned(output.get(i).name(), values.get(i)));
        }
        Dataset table = places.table(update.tahoeFileIndex().path());
        return new WriteCommand(Operation.UPDATE, table, true, List.of(), update.target(), columns);
    }

    private static @Nullable WriteCommand created(Operation operation, LogicalPlan name, LogicalPlan query) {
        if (!(name instanceof ResolvedIdentifier table)) {
            return null;
        }

        Dataset output = Places.table(table.catalog(), table.identifier());
        return query(operation, output, Places.isLeat(table.catalog()), query);
    }

    private @Nullable WriteCommand saved(SaveIntoDataSourceCommand save) {
        Map<String, String> options = CollectionConverters.asJava(save.options());
        Operation operation = operation(save.mode());
        String path = option(options, "path");
        if (save.dataSource() instanceof DeltaDataSource && path != null) {
            return query(operation, places.table(new Path(path)), true, save.query());
        }

        String url = option(options, "url");
        String table = option(options, "dbtable");
        return save.dataSource() instanceof JdbcRelationProvider && url != null && table != null
                ? query(operation, Places.jdbc(url, table), false, save.query())
                : null;
    }

    private static @Nullable String option(Map<String, String> options, String name) {
        return options.entrySet().stream()
                .filter(option -> option.getKey().toLowerCase(Locale.ROOT).equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static WriteCommand files(InsertIntoHadoopFsRelationCommand files) {
        Dataset output = files.catalogTable().isDefined()
                ? new Dataset(Dataset.Kind.TABLE, files.catalogTable().get().qualifiedName(), null)
                : Places.files(List.of(files.outputPath())).get(0);
        List<String> names = CollectionConverters.asJava(files.outputColumnNames());
        return query(operation(files.mode()), output, false, files.query(), names);
    }

    private static Operation operation(SaveMode mode) {
        return switch (mode) {
            case Append -> Operation.APPEND;
            case Overwrite -> Operation.OVERWRITE;
            case ErrorIfExists, Ignore -> Operation.CREATE;
        };
    }

    private static WriteCommand query(Operation operation, Dataset output, boolean delta, LogicalPlan query) {
        List<String> names = CollectionConverters.asJava(query.output()).stream()
                .map(Attribute::name)
                .toList();
        return query(operation, output, delta, query, names);
    }

    private static WriteCommand query(
            Operation operation, Dataset output, boolean delta, LogicalPlan query, List<String> names) {
        List<Attribute> values = CollectionConverters.asJava(query.output());
        List<Assigned> columns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            columns.add(new Assigned(names.get(i), values.get(i)));
        }
        return new WriteCommand(operation, output, delta, List.of(query), null, columns);
    }
}
