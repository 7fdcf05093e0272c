package io.leat.jobs.python;

import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.RuntimeConfig;

/** What a program takes for granted of its Spark, as it would be when the program had started it itself. */
final class TaskSettings {
    private static final String DEFAULT_SOURCE = "spark.sql.sources.default";

    private TaskSettings() {}

    /**
     * Makes {@code saveAsTable} write Delta, which all tables are; functions run in the program's environment; and
     * paths of this machine count from the program's folder. The last holds for the whole driver: it runs one program
     * at a time.
     */
    static void set(TaskContext context, Path python, String directory) {
        RuntimeConfig conf = context.spark().conf();
        conf.set("spark.sql.execution.pyspark.python", python.toString());
        if (!context.assignment().sparkConf().containsKey(DEFAULT_SOURCE)) {
            conf.set(DEFAULT_SOURCE, "delta");
        }

        try {
            Configuration hadoop = context.spark().sessionState().newHadoopConf();
            FileSystem.get(URI.create("file:///"), hadoop)
                    .setWorkingDirectory(new org.apache.hadoop.fs.Path(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("no local file system", e);
        }
    }
}
