package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * Files that are read alike.
 *
 * @param columns of the files, in their order and with the types they are read as
 */
record FileGroup(List<SourceFile> files, StructType columns) {
    FileGroup {
        files = List.copyOf(files);
    }
}
