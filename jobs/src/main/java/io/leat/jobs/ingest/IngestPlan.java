package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import io.leat.core.job.IngestTask;
import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a manifest's files become rows.
 *
 * @param columns of the table; none when the files do not even tell what columns there are
 */
record IngestPlan(StructType columns, List<FileGroup> groups, SourceReader reader, BadRows badRows) {
    static IngestPlan of(TaskContext context, IngestTask task, SourceOptions options, List<SourceFile> files)
            throws IOException, InterruptedException {
        context.activity("planning");
        SparkSession spark = (SparkSession) context.spark();
        settle(context, spark);
        SourceSchema schema = new SourceSchema(spark, task.source(), options);
        StructType columns = columns(context, task, schema, files);
        List<FileGroup> groups = columns.isEmpty() ? List.of() : schema.groups(files, columns);
        groups.forEach(group -> tellMissing(context, group, columns));
        SourceReader reader = new SourceReader(spark, task.source().format(), options, columns);
        return new IngestPlan(
                columns, groups, reader, new BadRows(reader, task.source().format(), options));
    }

    /** Many small files go into few tasks, and so into few files; what the job's cluster says stands. */
    private static void settle(TaskContext context, SparkSession spark) {
        List<String[]> settings = List.of(
                new String[] {"spark.sql.files.openCostInBytes", "65536"},
                new String[] {"spark.sql.sources.parallelPartitionDiscovery.threshold", "100000"});
        for (String[] setting : settings) {
            if (!context.assignment().sparkConf().containsKey(setting[0])) {
                spark.conf().set(setting[0], setting[1]);
            }
        }
    }

    private static StructType columns(TaskContext context, IngestTask task, SourceSchema schema, List<SourceFile> files)
            throws IOException, InterruptedException {
        String ddl = task.source().schema();
        if (ddl != null) {
            return declared(ddl);
        }
        if (context.tables().exists(task.target())) {
            return context.tables().read(context.tables().pin(task.target())).schema();
        }
        context.activity("inferring the schema");
        StructType inferred = schema.infer(files);
        if (!inferred.isEmpty()) {
            context.log("Inferred schema: " + inferred.toDDL());
        }
        return inferred;
    }

    private static StructType declared(String ddl) {
        try {
            return parsed(ddl);
        } catch (AnalysisException e) {
            throw IngestErrors.schema(ddl, e);
        }
    }

    /** What Spark throws from Scala is checked in Java; this tells the compiler. */
    private static StructType parsed(String ddl) throws AnalysisException {
        return StructType.fromDDL(ddl);
    }

    private static void tellMissing(TaskContext context, FileGroup group, StructType columns) {
        List<String> there = new ArrayList<>();
        for (String name : group.columns().fieldNames()) {
            there.add(ColumnNames.key(name));
        }
        String missing = Arrays.stream(columns.fields())
                .map(StructField::name)
                .filter(name -> !there.contains(ColumnNames.key(name)))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            context.log("%d files lack columns, which are null in their rows: %s. The first is %s."
                    .formatted(
                            group.files().size(), missing, group.files().get(0).path()));
        }
    }
}
