package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.config.Installation;
import io.leat.server.config.Rendezvous;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.launch.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The control plane of a workspace as a client sees it: found by its rendezvous file, or started. */
final class Daemon {
    private static final long GLANCE_MILLIS = 100;
    private static final long TAKE_OVER_NANOS = 4_000_000_000L;

    private final Console console;
    private final Workspace workspace;

    Daemon(Console console, Workspace workspace) {
        this.console = console;
        this.workspace = workspace;
    }

    /** A control plane that answers, with its status. */
    record Found(Client client, JsonNode status) {
        long activeRuns() {
            return status.path("runs_active").asLong();
        }
    }

    /** The control plane that runs, if one does. */
    Optional<Found> find() {
        Optional<Rendezvous> told = Rendezvous.read(workspace.control());
        if (told.isEmpty() || !Processes.isRunning(told.get().pid())) {
            return Optional.empty();
        }

        Client client = new Client(told.get());
        try {
            Client.Answer answer = client.send("GET", Client.LEAT + "status", null);
            boolean itself = answer.body().path("pid").asLong() == told.get().pid();
            return answer.failed() || !itself ? Optional.empty() : Optional.of(new Found(client, answer.body()));
        } catch (LeatException e) {
            if (e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The control plane that runs, or else one that is started now; of two clients at once, one starts it. */
    Found ensure() {
        Optional<Found> found = find();
        if (found.isPresent() && isCurrent(found.get())) {
            return found.get();
        }

        workspace.create();
        try (FileChannel channel =
                        FileChannel.open(workspace.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Optional<Found> meanwhile = find();
            if (meanwhile.isPresent() && isCurrent(meanwhile.get())) {
                return meanwhile.get();
            }
            meanwhile.ifPresent(this::replace);
            return takenOver().orElseGet(() -> started(lock, null));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + workspace.startLock(), e);
        }
    }

    /** One that ended without a word may have a standby, which is the active one once the lease has expired. */
    private Optional<Found> takenOver() {
        StoreSettings store = StoreSettings.read(console.environment());
        if (!store.isShared() || Rendezvous.read(workspace.control()).isEmpty()) {
            return Optional.empty();
        }

        long limit = System.nanoTime() + store.lease().toNanos() + TAKE_OVER_NANOS;
        Optional<Found> found = find();
        while (found.isEmpty() && System.nanoTime() < limit) {
            Pause.millis(GLANCE_MILLIS);
            found = find();
        }
        return found;
    }

    /** A control plane of this process's own, which ends with it. */
    Found own() {
        Optional<Found> found = find();
        if (found.isPresent()) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "A control plane (process %d) runs on the workspace %s already, and --foreground wants one of its own. Stop it with '%s stop', or leave out --foreground."
                            .formatted(found.get().client().server().pid(), workspace.root(), console.command()));
        }
        workspace.create();
        return started(null, ProcessHandle.current().pid());
    }

    private Found started(@Nullable FileLock lock, @Nullable Long parent) {
        if (lock != null && !lock.isValid()) {
            throw new IllegalStateException("The lock " + workspace.startLock() + " was lost");
        }
        return new DaemonStart(console, workspace, this).start(parent);
    }

    /** Whether it is of the same build as this client, or is busy and must not be replaced. */
    private boolean isCurrent(Found found) {
        String build = found.client().server().build();
        if (build.isEmpty() || build.equals(Installation.current().build())) {
            return true;
        }
        if (found.activeRuns() > 0) {
            console.err()
                    .println("leat: Leat was built anew, but the control plane of the older build has active runs;"
                            + " it is replaced when they have ended.");
            return true;
        }
        return false;
    }

    private void replace(Found old) {
        console.err().println("leat: Leat was built anew; replacing the control plane of the older build.");
        old.client().post(Client.LEAT + "stop", Json.object().put("force", false));
        DaemonStart.awaitEnd(old.client().server().pid());
    }
}
