package io.leat.server;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import io.leat.server.config.Workspace;
import io.leat.server.engine.Engine;
import io.leat.server.rest.ControlApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the control plane tells of itself. */
final class Status implements ControlApi {
    private static final Path PROCESS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final Engine engine;
    private final Workspace workspace;
    private final String workspaceId;
    private final Departure departure;
    private volatile long started;
    private volatile long readyMillis;

    Status(Engine engine, Workspace workspace, String workspaceId, Departure departure) {
        this.engine = engine;
        this.workspace = workspace;
        this.workspaceId = workspaceId;
        this.departure = departure;
    }

    void ready(long startedAt) {
        started = startedAt;
        readyMillis = System.currentTimeMillis() - startedAt;
    }

    @Override
    public ControlApi.Status status() {
        Engine.Activity activity = engine.activity();
        return new ControlApi.Status(
                Installation.VERSION,
                ProcessHandle.current().pid(),
                started,
                workspace.root().toString(),
                workspaceId,
                readyMillis,
                residentBytes(),
                activity.activeRuns(),
                activity.drivers());
    }

    private static @Nullable Long residentBytes() {
        if (!Files.isReadable(PROCESS)) {
            return null;
        }

        try {
            return Files.readAllLines(PROCESS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop(Stop how) {
        int active = engine.activity().activeRuns();
        if (how == Stop.WHEN_IDLE && active > 0) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "%d run(s) are active. Wait for them, cancel them, or stop with --force; then the next control plane"
                                    .formatted(active)
                            + " takes them up again.");
        }

        departure.leave();
    }
}
