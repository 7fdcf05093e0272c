package io.leat.server.cli;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A job file as it was named and as it reads.
 *
 * @param named as the user wrote it
 * @param path absolute, in a folder without links
 */
record JobFileSource(String named, Path path, String text) {
    static JobFileSource read(String named, Path folder) {
        Path path = folder.resolve(named).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            throw wrong("%s is a folder; name the job file in it, such as %s.", named, Path.of(named, "job.yaml"));
        }
        if (!Files.exists(path)) {
            throw wrong("The job file %s does not exist (looked for %s).", named, path);
        }
        try {
            return new JobFileSource(named, real(path), Files.readString(path));
        } catch (MalformedInputException e) {
            throw wrong("The job file %s is not text in UTF-8; save %s as UTF-8.", named, path);
        } catch (IOException e) {
            throw wrong("The job file %s cannot be read: %s.", named, e);
        }
    }

    /** The folder by its one real name: a source file is known by its path, and must not become another by a link. */
    private static Path real(Path path) throws IOException {
        Path parent = path.getParent();
        return parent == null ? path : parent.toRealPath().resolve(path.getFileName());
    }

    Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static LeatException wrong(String format, Object... values) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, String.format(format, values));
    }
}
