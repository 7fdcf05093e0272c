package io.leat.jobs.agent;

import io.leat.core.cluster.Assignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.util.SparkFileUtils$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of one task run: one that stays, and one that goes when it has ended. */
final class TaskRunFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunFolders.class);

    private final Path artifacts;
    private final Path scratch;

    TaskRunFolders(Assignment assignment, AgentSettings settings) {
        artifacts = settings.artifacts().resolve(String.valueOf(assignment.taskRunId()));
        scratch = settings.scratch().resolve(assignment.taskRunId() + "-" + assignment.fence());
    }

    Path artifacts() {
        return made(artifacts);
    }

    Path scratch() {
        return made(scratch);
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder " + folder, e);
        }
    }

    @Override
    public void close() {
        try {
            if (Files.exists(scratch)) {
                SparkFileUtils$.MODULE$.deleteRecursively(scratch.toFile());
            }
        } catch (Exception e) { // Spark's IOException is checked, and not declared; what was done is not lost for it
            LOG.warn("The folder {} is left over", scratch, e);
        }
    }
}
