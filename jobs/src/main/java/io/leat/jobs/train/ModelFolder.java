package io.leat.jobs.train;

import io.leat.core.cluster.ModelReport;
import io.leat.core.crash.CrashPoint;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/**
 * Where one model lies: {@code pipeline/}, which Spark's {@code PipelineModel.load} reads, and {@code model.json}, what
 * it is and how it was made. A folder that has {@code model.json} is whole.
 */
final class ModelFolder {
    private static final String PIPELINE = "pipeline";
    private static final String REPORT = "model.json";

    private final SparkSession spark;
    private final Path folder;

    ModelFolder(SparkSession spark, String folder) {
        this.spark = spark;
        this.folder = new Path(folder);
    }

    /** The model that lies here whole, if one does. */
    Optional<ModelReport> find() {
        Path report = new Path(folder, REPORT);
        try {
            FileSystem files = files();
            if (!files.exists(report)) {
                return Optional.empty();
            }
            try (FSDataInputStream in = files.open(report)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return Optional.of(Json.read(text, ModelReport.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PipelineModel load() {
        return PipelineModel.read().session(spark).load(new Path(folder, PIPELINE).toString());
    }

    /** Saves beside the folder and renames, so that the folder is never there in part. */
    void save(PipelineModel model, ModelReport report, String attempt) {
        Path draft = new Path(folder.getParent(), "_" + folder.getName() + "-" + attempt);
        try {
            FileSystem files = files();
            try {
                model.write().session(spark).overwrite().save(new Path(draft, PIPELINE).toString());
                try (FSDataOutputStream out = files.create(new Path(draft, REPORT), true)) {
                    out.write(Json.bytes(report));
                }
                CrashPoint.MODEL_DRAFTED.reach();
                publish(files, draft);
            } finally {
                files.delete(draft, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Model %s could not be saved in %s".formatted(report.name(), folder), e);
        }
    }

    private void publish(FileSystem files, Path draft) throws IOException {
        if (files.exists(folder)) {
            if (find().isPresent()) {
                return; // an earlier attempt saved it
            }
            files.delete(folder, true); // where renaming is copying, a part can be left
        }
        if (!files.rename(draft, folder)) {
            throw new IOException("cannot rename " + draft + " to " + folder);
        }
    }

    private FileSystem files() throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        return folder.getFileSystem(hadoop);
    }
}
