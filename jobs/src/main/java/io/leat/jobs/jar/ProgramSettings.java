package io.leat.jobs.jar;

import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a program takes for granted of its Spark, as it would be when the program had started it itself. */
final class ProgramSettings {
    private static final String DEFAULT_SOURCE = "spark.sql.sources.default";

    private ProgramSettings() {}

    /**
     * Makes {@code saveAsTable} write Delta, which all tables are, and Spark's paths of this machine count from the job
     * file's folder. The latter holds for the whole driver: it runs one program at a time. Java's own paths count from
     * the driver's folder; a JVM cannot change that.
     */
    static void set(TaskContext context) {
        if (!context.assignment().sparkConf().containsKey(DEFAULT_SOURCE)) {
            context.spark().conf().set(DEFAULT_SOURCE, "delta");
        }

        String base = context.assignment().baseDir();
        if (!base.startsWith("/")) {
            return;
        }

        try {
            Configuration hadoop = context.spark().sessionState().newHadoopConf();
            FileSystem.get(URI.create("file:///"), hadoop).setWorkingDirectory(new Path(base));
        } catch (IOException e) {
            throw new UncheckedIOException("no local file system", e);
        }
    }
}
