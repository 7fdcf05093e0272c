package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import io.leat.core.job.IngestTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What columns files have, and how they go together with those of the table. */
final class SourceSchema {
    /** Types are inferred from this much of the source at most, files taken evenly from all. */
    private static final long INFERENCE_BYTES = 256L << 20;

    private final SparkSession spark;
    private final IngestTask.Source source;
    private final SourceOptions options;
    private final Configuration hadoop;

    SourceSchema(SparkSession spark, IngestTask.Source source, SourceOptions options) {
        this.spark = spark;
        this.source = source;
        this.options = options;
        this.hadoop = spark.sessionState().newHadoopConf();
    }

    /** Columns and types as the files suggest them; none when all are empty. */
    StructType infer(List<SourceFile> files) throws IOException, InterruptedException {
        List<StructType> found = new ArrayList<>();
        for (FileGroup group : asTheyAre(sample(files))) {
            found.add(group.columns());
        }
        return merged(found);
    }

    /** The files in groups that are read alike, each checked against the columns of the table. */
    List<FileGroup> groups(List<SourceFile> files, StructType table) throws IOException, InterruptedException {
        return switch (source.format()) {
            case JSON -> List.of(new FileGroup(files, table));
            case CSV -> options.hasHeader() ? byHeader(files, table) : List.of(new FileGroup(files, table));
            case PARQUET ->
                new ParquetFooters(spark, hadoop)
                        .group(files).stream()
                                .map(group -> checked(group, table))
                                .toList();
        };
    }

    private List<FileGroup> byHeader(List<SourceFile> files, StructType table)
            throws IOException, InterruptedException {
        Map<String, StructField> byName = byName(table);
        List<FileGroup> groups = new ArrayList<>();
        new CsvHeaders(options.csv(), hadoop).group(files).forEach((names, alike) -> {
            List<StructField> columns = names.stream()
                    .map(name -> named(name, byName.get(ColumnNames.key(name))))
                    .toList();
            groups.add(checked(new FileGroup(alike, unique(alike, names, columns)), table));
        });
        return groups;
    }

    private static StructField named(String name, @Nullable StructField wanted) {
        return nullable(name, wanted == null ? DataTypes.StringType : wanted.dataType());
    }

    /** Refuses columns that the table has not, and types that its types cannot hold. */
    private static FileGroup checked(FileGroup group, StructType table) {
        String file = group.files().get(0).path();
        Map<String, StructField> byName = byName(table);
        List<String> extra = new ArrayList<>();
        for (StructField column : group.columns().fields()) {
            StructField wanted = byName.get(ColumnNames.key(column.name()));
            if (wanted == null) {
                extra.add(column.name());
            } else if (!Cast.canUpCast(column.dataType(), nullable(wanted).dataType())) {
                throw IngestErrors.columnType(
                        file,
                        column.name(),
                        column.dataType().sql(),
                        wanted.dataType().sql());
            }
        }
        if (!extra.isEmpty()) {
            throw IngestErrors.extraColumns(file, extra, List.of(table.fieldNames()));
        }
        return group;
    }

    private List<FileGroup> asTheyAre(List<SourceFile> files) throws IOException, InterruptedException {
        return switch (source.format()) {
            case PARQUET -> new ParquetFooters(spark, hadoop).group(files);
            case JSON -> List.of(new FileGroup(files, inferred(new JsonFileFormat(), files)));
            case CSV -> {
                if (!options.hasHeader()) {
                    yield List.of(new FileGroup(files, inferred(new CSVFileFormat(), files)));
                }
                List<FileGroup> groups = new ArrayList<>();
                for (Map.Entry<List<String>, List<SourceFile>> alike :
                        new CsvHeaders(options.csv(), hadoop).group(files).entrySet()) {
                    groups.add(inferredUnder(alike.getKey(), alike.getValue()));
                }
                yield groups;
            }
        };
    }

    private FileGroup inferredUnder(List<String> names, List<SourceFile> files) {
        StructField[] types = inferred(new CSVFileFormat(), files).fields();
        List<StructField> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            DataType type = i < types.length ? types[i].dataType() : DataTypes.StringType;
            columns.add(nullable(names.get(i), type));
        }
        return new FileGroup(files, unique(files, names, columns));
    }

    private StructType inferred(FileFormat format, List<SourceFile> files) {
        return format.inferSchema(
                        spark,
                        SourceOptions.scalaMap(options.forInference()),
                        ManifestFiles.seq(
                                files.stream().map(ManifestFiles::status).toList()))
                .getOrElse(StructType::new);
    }

    private static StructType unique(List<SourceFile> files, List<String> names, List<StructField> columns) {
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            if (seen.put(ColumnNames.key(name), name) != null) {
                throw IngestErrors.columnTwice(files.get(0).path(), name);
            }
        }
        return new StructType(columns.toArray(StructField[]::new));
    }

    private static StructType merged(List<StructType> schemas) {
        Map<String, StructField> columns = new LinkedHashMap<>();
        for (StructType schema : schemas) {
            for (StructField column : schema.fields()) {
                StructField cleaned = nullable(ColumnNames.clean(column.name()), column.dataType());
                columns.merge(ColumnNames.key(column.name()), nullable(cleaned), SourceSchema::wider);
            }
        }
        return new StructType(columns.values().toArray(StructField[]::new));
    }

    private static StructField wider(StructField one, StructField other) {
        if (Cast.canUpCast(one.dataType(), other.dataType())) {
            return other;
        }
        if (Cast.canUpCast(other.dataType(), one.dataType())) {
            return one;
        }
        throw IngestErrors.inferredDifferently(
                one.name(), one.dataType().sql(), other.dataType().sql());
    }

    private static List<SourceFile> sample(List<SourceFile> files) {
        long total = files.stream().mapToLong(SourceFile::size).sum();
        long every = 1 + total / INFERENCE_BYTES;
        List<SourceFile> sample = new ArrayList<>();
        for (int i = 0; i < files.size(); i += (int) Math.min(every, files.size())) {
            sample.add(files.get(i));
        }
        return sample;
    }

    private static Map<String, StructField> byName(StructType schema) {
        Map<String, StructField> byName = new HashMap<>();
        for (StructField field : schema.fields()) {
            byName.put(ColumnNames.key(field.name()), field);
        }
        return byName;
    }

    private static StructField nullable(StructField field) {
        return nullable(field.name(), field.dataType().asNullable());
    }

    private static StructField nullable(String name, DataType type) {
        return new StructField(name, type, true, Metadata.empty());
    }
}
