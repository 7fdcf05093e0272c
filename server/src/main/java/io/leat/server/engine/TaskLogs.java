package io.leat.server.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of task runs, a file each. */
final class TaskLogs {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLogs.class);

    private final Path folder;

    TaskLogs(Path folder) {
        this.folder = folder;
    }

    private Path file(long taskRunId) {
        return folder.resolve(taskRunId + ".log");
    }

    /** A line that cannot be written is told in the control plane's own log; what was done must not be lost for it. */
    void append(long taskRunId, List<String> lines) {
        try {
            Files.createDirectories(folder);
            Files.write(file(taskRunId), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.error("cannot write {} lines to the log {}", lines.size(), file(taskRunId), e);
        }
    }

    /** In bytes. */
    long length(long taskRunId) {
        return file(taskRunId).toFile().length();
    }

    /** From a byte offset on; empty when there is none. The caller closes it. */
    InputStream read(long taskRunId, long offset) {
        if (!Files.exists(file(taskRunId))) {
            return InputStream.nullInputStream();
        }

        try {
            FileChannel channel = FileChannel.open(file(taskRunId), StandardOpenOption.READ);
            channel.position(Math.min(Math.max(0, offset), channel.size()));
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log " + file(taskRunId), e);
        }
    }
}
