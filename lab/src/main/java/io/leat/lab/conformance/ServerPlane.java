package io.leat.lab.conformance;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.Main;
import io.leat.server.config.Rendezvous;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code leat server} in a process of its own, on a workspace of its own. */
final class ServerPlane implements Plane {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long GLANCE_MILLIS = 20;
    private static final long LEAVE_SECONDS = 15;

    private final Leaves leaves = new Leaves();
    private final Workspace workspace;
    private final DriverProcesses drivers;
    private final Process server;
    private final Path output;
    private final Wire client;

    /** Returns when it answers. */
    ServerPlane(Path folder, StoreSettings store) {
        workspace = new Workspace(folder).create();
        output = folder.resolve("server.out");
        drivers = new DriverProcesses(folder.resolve("played"));
        server = start(store);
        Rendezvous told = await();
        drivers.watch(told.address(), leaves);
        client = new Wire(told.address(), told.token());
    }

    private Process start(StoreSettings store) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dleat.home=" + workspace.root(),
                "-Dleat.build=trial",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "server");
        Map<String, String> environment = builder.environment();
        environment.put("LEAT_HOME", workspace.root().toString());
        environment.put("LEAT_IDLE_MINUTES", "0");
        environment.put("LEAT_MEMORY_BUDGET", "1000000g");
        environment.put("LEAT_DRIVER_COMMAND", drivers.command());
        environment.put("LEAT_STORE", store.url());
        environment.put("LEAT_STORE_USER", store.user());
        environment.put("LEAT_STORE_PASSWORD", store.password());
        environment.put("LEAT_LEASE_SECONDS", String.valueOf(store.lease().toSeconds()));
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the control plane cannot be started", e);
        }
    }

    private Rendezvous await() {
        long limit = System.nanoTime() + LIMIT.toNanos();
        Optional<Rendezvous> told = Rendezvous.read(workspace.control());
        while (told.isEmpty()) {
            if (!server.isAlive() || System.nanoTime() > limit) {
                close();
                throw new LeatException(
                        ErrorCode.INVALID_STATE, "The control plane does not come up. It said: " + said());
            }

            pause(GLANCE_MILLIS);
            told = Rendezvous.read(workspace.control());
        }

        return told.get();
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(not readable: %s)".formatted(e.getMessage());
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
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
        drivers.close();
        server.destroy();
        try {
            if (!server.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
