package io.leat.server.cli;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import io.leat.server.config.Settings;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.launch.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat server}: this process becomes the control plane. */
@Command(
        name = "server",
        description = "Be the workspace's control plane, in the foreground, until stopped; or its standby.")
final class ServerCommand implements Runnable {
    private static final long LOCK_LIMIT_MILLIS = 20_000;
    private static final long GLANCE_MILLIS = 50;

    private final Context context;
    private final ControlPlaneEntry entry;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where to listen; by default any port that is free.")
    int port;

    @Option(names = "--detached", hidden = true, description = "Started by a client: leave when idle.")
    boolean detached;

    @Option(names = "--parent", hidden = true, description = "Process with whose end to leave.")
    @Nullable
    Long parent;

    ServerCommand(Context context, ControlPlaneEntry entry) {
        this.context = context;
        this.entry = entry;
    }

    @Override
    public void run() {
        Workspace workspace = context.workspace().create();
        Settings settings = Settings.read(context.console().environment());
        StoreSettings store = StoreSettings.read(context.console().environment());
        if (parent != null) {
            endWith(parent);
        }
        if (store.isShared()) {
            serve(workspace, settings, store);
            return;
        }
        try (FileChannel channel =
                        FileChannel.open(workspace.serverLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel, workspace)) {
            if (!lock.isValid()) {
                throw new IllegalStateException("The lock " + workspace.serverLock() + " was lost");
            }
            serve(workspace, settings, store);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + workspace.serverLock(), e);
        }
    }

    private void serve(Workspace workspace, Settings settings, StoreSettings store) {
        entry.serve(
                workspace,
                Installation.current(),
                settings,
                store,
                new ControlPlaneEntry.Life(port, detached, parent == null));
    }

    /** Waits a little, since the one before may just be leaving. */
    private static FileLock lock(FileChannel channel, Workspace workspace) throws IOException {
        for (long waited = 0; waited < LOCK_LIMIT_MILLIS; waited += GLANCE_MILLIS) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            Pause.millis(GLANCE_MILLIS);
        }
        throw new LeatException(
                ErrorCode.INVALID_STATE,
                "Another control plane holds the workspace %s. See it with 'leat status', end it with 'leat stop'."
                        .formatted(workspace.root()));
    }

    /** When the parent is gone, this process is ended as by a signal, and the control plane cleans up as after one. */
    private static void endWith(long parent) {
        Thread watch = new Thread(
                () -> {
                    while (Processes.isRunning(parent)) {
                        Pause.millis(GLANCE_MILLIS);
                    }
                    Runtime.getRuntime().exit(Cli.FAILED);
                },
                "watch-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
