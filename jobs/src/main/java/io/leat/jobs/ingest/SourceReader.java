package io.leat.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.leat.core.job.IngestTask.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The records of a manifest's files as rows of the table. */
final class SourceReader {
    private final SparkSession spark;
    private final Format format;
    private final SourceOptions options;
    private final StructType table;

    SourceReader(SparkSession spark, Format format, SourceOptions options, StructType table) {
        this.spark = spark;
        this.format = format;
        this.options = options;
        this.table = table;
    }

    /** The table's columns, and {@link SourceOptions#RAW} with the text of a record that does not fit, else null. */
    Dataset<Row> rows(List<FileGroup> groups) {
        List<Dataset<Row>> parts = new ArrayList<>();
        for (FileGroup group : groups) {
            List<Column> columns = tableColumns(group);
            columns.add(
                    options.canBeBad()
                            ? col(SourceOptions.RAW)
                            : lit(null).cast("string").as(SourceOptions.RAW));
            parts.add(relation(group).select(columns.toArray(Column[]::new)));
        }
        return parts.stream().reduce(Dataset::unionAll).orElseGet(this::none);
    }

    /** The records of a group that do not fit: the columns as far as they could be read, their text, their file. */
    Dataset<Row> badRows(FileGroup group) {
        return relation(group)
                .where(col(SourceOptions.RAW).isNotNull())
                .select(col("*"), col("_metadata.file_path").as(BadRows.FILE));
    }

    private Dataset<Row> none() {
        StructType schema = table.add(SourceOptions.RAW, DataTypes.StringType);
        return spark.createDataFrame(List.of(), schema);
    }

    private List<Column> tableColumns(FileGroup group) {
        Map<String, StructField> byName = new HashMap<>();
        for (StructField field : group.columns().fields()) {
            byName.put(ColumnNames.key(field.name()), field);
        }
        List<Column> columns = new ArrayList<>();
        for (StructField wanted : table.fields()) {
            StructField there = byName.get(ColumnNames.key(wanted.name()));
            Column value = there == null ? lit(null) : col("`" + there.name().replace("`", "``") + "`");
            boolean same =
                    there != null && there.dataType().equals(wanted.dataType().asNullable());
            columns.add((same ? value : value.cast(wanted.dataType())).as(wanted.name()));
        }
        return columns;
    }

    private Dataset<Row> relation(FileGroup group) {
        StructType columns = group.columns().asNullable();
        HadoopFsRelation relation = new HadoopFsRelation(
                new ManifestFiles(group.files()),
                new StructType(),
                options.canBeBad() ? columns.add(SourceOptions.RAW, DataTypes.StringType) : columns,
                Option.empty(),
                fileFormat(),
                SourceOptions.scalaMap(options.forReading()),
                spark);
        return Dataset$.MODULE$.ofRows(spark, LogicalRelation$.MODULE$.apply(relation, false));
    }

    private FileFormat fileFormat() {
        return switch (format) {
            case CSV -> new CSVFileFormat();
            case JSON -> new JsonFileFormat();
            case PARQUET -> new ParquetFileFormat();
        };
    }
}
