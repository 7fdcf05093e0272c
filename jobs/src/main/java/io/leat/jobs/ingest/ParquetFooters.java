package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;

/** The schemas of Parquet files, as their footers tell them. */
final class ParquetFooters {
    private final SparkSession spark;
    private final Configuration hadoop;

    ParquetFooters(SparkSession spark, Configuration hadoop) {
        this.spark = spark;
        this.hadoop = hadoop;
    }

    /** The files by their columns. Files of no bytes have none and are left out. */
    List<FileGroup> group(List<SourceFile> files) throws IOException, InterruptedException {
        List<SourceFile> filled = files.stream().filter(file -> file.size() > 0).toList();
        List<Callable<MessageType>> work = new ArrayList<>();
        for (SourceFile file : filled) {
            work.add(() -> schema(file));
        }
        List<MessageType> schemas = Parallel.all(work);
        Map<MessageType, List<SourceFile>> groups = new LinkedHashMap<>();
        for (int i = 0; i < filled.size(); i++) {
            groups.computeIfAbsent(schemas.get(i), s -> new ArrayList<>()).add(filled.get(i));
        }
        ParquetToSparkSchemaConverter converter =
                new ParquetToSparkSchemaConverter(spark.sessionState().conf());
        return groups.entrySet().stream()
                .map(group -> new FileGroup(group.getValue(), converter.convert(group.getKey())))
                .toList();
    }

    private MessageType schema(SourceFile file) throws IOException {
        Path path = new Path(file.path());
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
            return reader.getFileMetaData().getSchema();
        } catch (RuntimeException notParquet) {
            throw IngestErrors.unreadable(file.path(), notParquet);
        }
    }
}
