package io.leat.jobs.agent;

import io.leat.core.cluster.Assignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.util.SparkFileUtils$;

/** The folders of one task run: one that stays, and one that goes when it has ended. */
final class TaskRunFolders implements AutoCloseable {
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
        if (Files.exists(scratch)) {
            SparkFileUtils$.MODULE$.deleteRecursively(scratch.toFile());
        }
    }
}
