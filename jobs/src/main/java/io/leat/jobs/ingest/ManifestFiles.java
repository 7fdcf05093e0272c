package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The files of a manifest as Spark's readers take them. Spark lists nothing itself: what a batch reads is what its
 * manifest names, and hundreds of files cost no more to plan than one.
 */
final class ManifestFiles implements FileIndex {
    private final List<SourceFile> files;

    ManifestFiles(List<SourceFile> files) {
        this.files = List.copyOf(files);
    }

    static FileStatus status(SourceFile file) {
        return new FileStatus(file.size(), false, 1, 0, file.modified(), new Path(file.path()));
    }

    @Override
    public Seq<Path> rootPaths() {
        return seq(files.stream().map(file -> new Path(file.path())).toList());
    }

    @Override
    public Seq<PartitionDirectory> listFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
        FileStatus[] statuses = files.stream().map(ManifestFiles::status).toArray(FileStatus[]::new);
        return seq(List.of(PartitionDirectory.apply(InternalRow.empty(), statuses)));
    }

    @Override
    public String[] inputFiles() {
        return files.stream().map(SourceFile::path).toArray(String[]::new);
    }

    /** A manifest does not change. */
    @Override
    public void refresh() {}

    @Override
    public long sizeInBytes() {
        return files.stream().mapToLong(SourceFile::size).sum();
    }

    @Override
    public StructType partitionSchema() {
        return new StructType();
    }

    static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
