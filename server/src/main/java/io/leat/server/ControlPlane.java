package io.leat.server;

import io.leat.core.cluster.Protocol;
import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.SecretKeyFile;
import io.leat.server.auth.Secrets;
import io.leat.server.auth.Tokens;
import io.leat.server.cli.ControlPlaneEntry.Life;
import io.leat.server.config.Installation;
import io.leat.server.config.Rendezvous;
import io.leat.server.config.Settings;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.engine.Engine;
import io.leat.server.launch.CommandLauncher;
import io.leat.server.launch.DriverArchive;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.launch.SparkSubmitLauncher;
import io.leat.server.rest.Ports;
import io.leat.server.rest.RestConfig;
import io.leat.server.rest.RestServer;
import io.leat.server.store.Store;
import io.leat.server.store.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the control plane together: store, engine, routes, and how long they stay. */
public final class ControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final long DRIVER_PATIENCE_MILLIS = 5_000;

    private ControlPlane() {}

    /**
     * Runs the control plane of a workspace until it is told to stop, or leaves by itself. What it serves is told in
     * the workspace's rendezvous file, which is gone when this returns. Where several control planes share a store, this
     * one first waits until it is the active one.
     *
     * @throws io.leat.core.error.LeatException when it cannot start, saying why and what to do
     */
    public static void serve(
            Workspace workspace, Installation installation, Settings settings, StoreSettings place, Life life) {
        Departure departure = new Departure();
        try (Store store = Store.open(place, workspace.database(), new Standby(workspace, settings, life))) {
            Path home = Path.of(System.getProperty("user.home"));
            DriverTokens tokens = new DriverTokens();
            EngineWriter writer = new EngineWriter();
            Secrets secrets = new Secrets(
                    store.secrets(writer::write),
                    SecretKeyFile.ofUser(System.getenv(), home),
                    store.workspaceId(),
                    Clock.systemUTC());
            DriverLauncher launcher = CommandLauncher.find(workspace, System.getenv())
                    .orElseGet(() -> new SparkSubmitLauncher(
                            workspace, store.workspaceId(), settings, installation, System.getenv()));
            try (Engine engine = new Engine.Builder(
                            store,
                            workspace,
                            settings,
                            launcher,
                            tokens,
                            (scope, key) -> find(secrets, scope, key),
                            System::currentTimeMillis)
                    .start()) {
                writer.engine = engine;
                Status status = new Status(engine, workspace, store.workspaceId(), departure);
                String clientToken = Tokens.generate();
                try (RestServer server = RestServer.start(
                        RestConfig.loopback(life.port(), clientToken),
                        new Ports(
                                engine.jobs(),
                                engine.savedJobs(),
                                engine.files(),
                                engine.runFeed(),
                                engine.data(),
                                status,
                                engine.agents(),
                                engine.pools(),
                                engine.outbox(),
                                secrets,
                                tokens))) {
                    status.ready(startedAt());
                    tell(workspace, server, clientToken, store.workspaceId(), installation);
                    DriverArchive archive = new DriverArchive(workspace, settings, installation, System.getenv());
                    new Presence(engine, settings, life, departure, archive).untilLeaving();
                    forget(workspace);
                }

                if (!departure.leavesDrivers()) {
                    engine.dismissAll(DRIVER_PATIENCE_MILLIS);
                }
            }
        } finally {
            departure.left();
        }
    }

    private static Optional<String> find(Secrets secrets, String scope, String key) {
        return secrets.contains(scope, key) ? Optional.of(secrets.load(scope, key)) : Optional.empty();
    }

    private static long startedAt() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static void tell(
            Workspace workspace, RestServer server, String token, String workspaceId, Installation installation) {
        Rendezvous rendezvous = new Rendezvous(
                Protocol.VERSION,
                server.address(),
                token,
                ProcessHandle.current().pid(),
                startedAt(),
                workspaceId,
                Installation.VERSION,
                installation.build());
        rendezvous.write(workspace.control());
        LOG.info("control plane of {} at {}", workspace.root(), server.address());
    }

    /** Unless another control plane has taken its place, as when the workspace was deleted under this one. */
    private static void forget(Workspace workspace) {
        long own = ProcessHandle.current().pid();
        if (Rendezvous.read(workspace.control())
                .filter(told -> told.pid() == own)
                .isEmpty()) {
            return;
        }

        try {
            Files.deleteIfExists(workspace.control());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + workspace.control(), e);
        }
    }

    /** Breaks the circle between the engine, which reads secrets, and the secrets, which the engine's thread writes. */
    private static final class EngineWriter {
        private Engine engine;

        boolean write(Function<Tables, Boolean> work) {
            return engine.write(work);
        }
    }
}
