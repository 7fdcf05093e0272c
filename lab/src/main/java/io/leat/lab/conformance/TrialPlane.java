package io.leat.lab.conformance;

import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.SecretKeyFile;
import io.leat.server.auth.Secrets;
import io.leat.server.auth.Tokens;
import io.leat.server.config.Settings;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.engine.Engine;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.rest.ControlApi;
import io.leat.server.rest.Ports;
import io.leat.server.rest.RestConfig;
import io.leat.server.rest.RestServer;
import io.leat.server.store.Store;
import io.leat.server.store.Tenure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A control plane within this process, with a store on disk, a port, and a clock that can be set. */
final class TrialPlane implements Plane {
    private static final Logger LOG = LoggerFactory.getLogger(TrialPlane.class);
    private static final long ENOUGH_MEGABYTES = 1L << 30;

    private static final long LAST_WORDS_MILLIS = 2_000;

    private final Store store;
    private final Engine engine;
    private final RestServer server;
    private final Leaves leaves = new Leaves();
    private final PlayedDrivers drivers = new PlayedDrivers(leaves);
    private final Wire client;

    /** @param clock in epoch milliseconds */
    TrialPlane(Path folder, StoreSettings settings, LongSupplier clock) {
        Workspace workspace = new Workspace(folder).create();
        DriverTokens tokens = new DriverTokens();
        store = Store.open(settings, workspace.database(), new Alone());
        engine = new Engine.Builder(
                        store,
                        workspace,
                        new Settings(
                                Duration.ZERO,
                                "local[1]",
                                1_024,
                                ENOUGH_MEGABYTES,
                                "",
                                false,
                                Duration.ofMinutes(5),
                                2_000,
                                ""),
                        (DriverLauncher) drivers,
                        tokens,
                        (scope, key) -> Optional.empty(),
                        clock)
                .start();
        String token = Tokens.generate();
        Secrets secrets = new Secrets(
                store.secrets(engine::write),
                new SecretKeyFile(folder.resolve("secret.key")),
                store.workspaceId(),
                Clock.systemUTC());
        server = RestServer.start(
                RestConfig.loopback(0, token),
                new Ports(
                        engine.jobs(),
                        engine.savedJobs(),
                        engine.files(),
                        engine.runFeed(),
                        engine.data(),
                        new Unasked(folder),
                        engine.agents(),
                        engine.pools(),
                        engine.outbox(),
                        secrets,
                        tokens));
        drivers.speakTo(server.address());
        client = new Wire(server.address(), token);
    }

    @Override
    public Wire client() {
        return client;
    }

    @Override
    public Leaves leaves() {
        return leaves;
    }

    @Override
    public void kill(String driverId) {
        drivers.kill(driverId);
    }

    @Override
    public void close() {
        engine.dismissAll(LAST_WORDS_MILLIS);
        server.close();
        engine.close();
        drivers.close();
        store.close();
    }

    /** Nobody else knows of its store: what keeps it from its lease is a fault, and fails the case. */
    private static final class Alone implements Tenure {
        @Override
        public boolean standsBy(String why) {
            return false;
        }

        @Override
        public void lost(String why) {
            LOG.error("a trial's lease is lost: {}", why);
        }
    }

    /** No case asks how the control plane is. */
    private record Unasked(Path folder) implements ControlApi {
        @Override
        public Status status() {
            return new Status("", 0, 0, folder.toString(), "", 0, null, 0, List.of());
        }

        @Override
        public void stop(Stop how) {
            throw new IllegalStateException("no case stops the control plane");
        }
    }
}
