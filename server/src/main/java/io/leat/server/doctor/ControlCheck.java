package io.leat.server.doctor;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Rendezvous;
import io.leat.server.config.Workspace;
import io.leat.server.launch.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The file that tells where the control plane is tells of one that lives. */
final class ControlCheck implements Check {
    private static final String NAME = "workspace.control";
    /** A JVM takes a moment from its start as a process until it notes the time; a reused id is minutes away. */
    private static final long SAME_START_MILLIS = 30_000;

    private final Workspace workspace;
    private final boolean answers;

    /** @param answers whether the control plane of the workspace does */
    ControlCheck(Workspace workspace, boolean answers) {
        this.workspace = workspace;
        this.answers = answers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        if (answers) {
            return List.of(Finding.ok(NAME, "the control plane answers"));
        }

        Path file = workspace.control();
        Optional<Rendezvous> told;
        try {
            told = Rendezvous.read(file);
        } catch (UncheckedIOException e) {
            return List.of(stale(file + " is not what a control plane writes: " + e.getMessage()));
        }

        if (told.isEmpty()) {
            return List.of(
                    Files.exists(file)
                            ? stale(file + " is empty.")
                            : Finding.ok(NAME, "no control plane runs; the next command starts it"));
        }

        long pid = told.get().pid();
        if (!Processes.isRunning(pid)) {
            return List.of(stale("%s tells of process %d, which is gone.".formatted(file, pid)));
        }

        if (!isSame(pid, told.get().started())) {
            return List.of(
                    stale("%s tells of process %d, but that id belongs to another process now.".formatted(file, pid)));
        }

        return List.of(Finding.error(
                NAME,
                "The control plane (process %d) runs and does not answer at %s."
                        .formatted(pid, told.get().address()),
                "See %s; end it with 'kill %d' (then 'kill -9 %d'): the next command starts another, and runs go on."
                        .formatted(workspace.controlLog(), pid, pid)));
    }

    private static boolean isSame(long pid, long started) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(start -> Math.abs(start - started) <= SAME_START_MILLIS)
                .orElse(true);
    }

    private Finding stale(String finding) {
        return Finding.warning(NAME, finding, "The next command that starts a control plane replaces the file.")
                .mendedBy(this::forget);
    }

    /** Not while a control plane holds the workspace: it may be about to write the file. */
    private String forget() throws IOException {
        if (!Files.exists(workspace.serverLock())) {
            return delete();
        }

        try (FileChannel channel = FileChannel.open(workspace.serverLock(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new LeatException(
                        ErrorCode.TEMPORARILY_UNAVAILABLE,
                        "A control plane holds the workspace %s just now. Look again in a moment."
                                .formatted(workspace.root()));
            }
            return delete();
        }
    }

    private String delete() throws IOException {
        Files.deleteIfExists(workspace.control());
        return "deleted " + workspace.control();
    }
}
