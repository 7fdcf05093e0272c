package io.leat.server.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** What is wrong with the machine's files is nobody's fault: it is told in a sentence. */
final class FileTrouble {
    private FileTrouble() {}

    /** A sentence when a file, or the disk, is the cause; else null. */
    static @Nullable String of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AccessDeniedException denied) {
                return "There is no permission for %s. Give it, or choose another workspace with --workspace."
                        .formatted(denied.getFile());
            }
            if (cause instanceof FileSystemException file) {
                return "%s: %s. Mend it and try again, or choose another workspace with --workspace."
                        .formatted(file.getFile(), file.getReason() == null ? "cannot be used" : file.getReason());
            }
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("No space left")) {
                return "There is no space left on the disk. Make some and try again; nothing is lost.";
            }
        }
        return null;
    }
}
