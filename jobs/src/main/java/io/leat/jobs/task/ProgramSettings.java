package io.leat.jobs.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a program takes for granted of its Spark, as it would be when the program had started it itself. */
public final class ProgramSettings {
    private static final String DEFAULT_SOURCE = "spark.sql.sources.default";

    private ProgramSettings() {}

    /**
     * Makes {@code saveAsTable} write Delta, which all tables are, and Spark's paths of this machine count from the
     * program's folder. The latter holds for the whole driver: it runs one program at a time.
     */
    public static void set(TaskContext context, String directory) {
        if (!context.assignment().sparkConf().containsKey(DEFAULT_SOURCE)) {
            context.spark().conf().set(DEFAULT_SOURCE, "delta");
        }

        try {
            Configuration hadoop = context.spark().sessionState().newHadoopConf();
            FileSystem.get(URI.create("file:///"), hadoop).setWorkingDirectory(new Path(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("no local file system", e);
        }
    }
}
