package io.leat.server.doctor;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Who may do what with a file. Where a file system has no such modes, all files are the owner's alone. */
final class Modes {
    static final String FOLDER = "rwx------";
    static final String FILE = "rw-------";

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private Modes() {}

    /** Whether anybody but the owner may do anything with the file. */
    static boolean isOpen(Path file) throws IOException {
        return isPosix() && !OWNERS.containsAll(Files.getPosixFilePermissions(file));
    }

    static String of(Path file) throws IOException {
        return isPosix() ? PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) : "";
    }

    /** Sets the mode and says so, as {@code chmod} would be called. */
    static String set(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return command(file, mode);
    }

    static String command(Path file, String mode) {
        return "chmod %s %s".formatted(mode.equals(FOLDER) ? "700" : "600", file);
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
