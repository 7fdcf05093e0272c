package io.leat.core.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Full disks, read-only ones and files without permission are nobody's fault: users are told in a sentence. */
public final class DiskTrouble {
    private static final Pattern FULL = Pattern.compile("No space left on device|disk is full|SQLITE_FULL");
    private static final Pattern READ_ONLY = Pattern.compile("Read-only file system|SQLITE_READONLY");
    private static final Pattern FILE = Pattern.compile("(/\\S+) \\([A-Z]");
    private static final int DEEPEST = 50;

    private DiskTrouble() {}

    /** What is wrong with the disk and what to do, when that is the cause; else null. */
    public static @Nullable String of(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            String message = String.valueOf(cause.getMessage());
            if (FULL.matcher(message).find()) {
                return "There is no space left on the disk%s. Make some and try again; nothing is lost."
                        .formatted(file(cause, message));
            }

            if (READ_ONLY.matcher(message).find()) {
                return "The file system%s is read-only. Make it writable and try again; nothing is lost."
                        .formatted(file(cause, message));
            }

            if (cause instanceof AccessDeniedException denied) {
                return "There is no permission for %s. Give it and try again; nothing is lost."
                        .formatted(denied.getFile());
            }
        }

        return null;
    }

    private static String file(Throwable cause, String message) {
        if (cause instanceof FileSystemException exception && exception.getFile() != null) {
            return " of " + exception.getFile();
        }

        Matcher matcher = FILE.matcher(message);
        return matcher.find() ? " of " + matcher.group(1) : "";
    }
}
