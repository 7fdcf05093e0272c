package io.leat.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One directory with state, tables, models and logs.
 *
 * <p>It belongs to a project: the nearest folder upwards that has a workspace already, else the nearest that is a git
 * checkout, else the folder one starts from. So a job file deep in a checkout and a shell at its root mean the same one.
 *
 * @param root absolute, such as {@code /home/me/project/.leat}
 */
public record Workspace(Path root) {
    private static final String DIRECTORY = ".leat";

    public Workspace {
        Objects.requireNonNull(root, "root is null");
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The workspace of whatever lies in a folder.
     *
     * @param chosen by the user, by option or {@code LEAT_HOME}; null or empty when not chosen
     */
    public static Workspace of(@Nullable String chosen, Path folder) {
        if (chosen != null && !chosen.isBlank()) {
            return new Workspace(Path.of(chosen));
        }

        Path start = folder.toAbsolutePath().normalize();
        Path home = Path.of(System.getProperty("user.home"));
        Path project = nearest(start, DIRECTORY, home);
        if (project == null) {
            project = nearest(start, ".git", home);
        }

        return new Workspace((project == null ? start : project).resolve(DIRECTORY));
    }

    /** The nearest folder from here upwards that holds the entry; the home folder counts only as the start. */
    private static @Nullable Path nearest(Path start, String entry, Path home) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            boolean crossing = folder.equals(home) && !folder.equals(start);
            if (crossing) {
                return null;
            }
            if (Files.exists(folder.resolve(entry))) {
                return folder;
            }
        }
        return null;
    }

    public boolean exists() {
        return Files.isDirectory(root);
    }

    /** Makes the directories; only the owner may enter. */
    public Workspace create() {
        try {
            if (!Files.exists(root)) {
                makePrivate(root);
            }
            for (Path folder : new Path[] {warehouse(), models(), driverLogs(), taskLogs(), tmp()}) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the workspace " + root, e);
        }
        return this;
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Where the running control plane is told of. */
    public Path control() {
        return root.resolve("control.json");
    }

    /** Locked by the control plane as long as it runs. */
    public Path serverLock() {
        return root.resolve("control.lock");
    }

    /** Locked by a client while it looks for a control plane or starts one. */
    public Path startLock() {
        return root.resolve("start.lock");
    }

    public Path database() {
        return root.resolve("state.db");
    }

    public Path warehouse() {
        return root.resolve("warehouse");
    }

    public Path models() {
        return root.resolve("models");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** What the control plane prints when it is detached. */
    public Path controlLog() {
        return logs().resolve("control.log");
    }

    public Path driverLogs() {
        return logs().resolve("drivers");
    }

    /** Log lines of task runs. */
    public Path taskLogs() {
        return logs().resolve("tasks");
    }

    /** What programs leave besides their tables and logs, a folder for each task run, such as an executed notebook. */
    public Path artifacts() {
        return logs().resolve("artifacts");
    }

    /** A folder for each task run, while it runs. */
    public Path scratch() {
        return tmp().resolve("tasks");
    }

    public Path tmp() {
        return root.resolve("tmp");
    }
}
