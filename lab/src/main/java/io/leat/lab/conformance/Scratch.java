package io.leat.lab.conformance;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that are gone when the trial is over; in memory where the system has such a place. */
final class Scratch implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path root;
    private int folders;

    Scratch() {
        try {
            root = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "leat-conformance")
                    : Files.createTempDirectory("leat-conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new one, not there yet. */
    synchronized Path folder() {
        return root.resolve("w" + ++folders);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.INTERNAL_ERROR, "The folder %s cannot be removed: %s".formatted(root, e), e);
        }
    }
}
