package io.leat.lab.conformance;

import io.leat.server.launch.DriverLauncher;
import io.leat.server.launch.DriverProcess;
import io.leat.server.launch.DriverSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Starts scripted drivers where a control plane wants processes. */
final class PlayedDrivers implements DriverLauncher, AutoCloseable {
    private final Leaves leaves;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "scripts");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, ScriptedDriver> drivers = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile String address = "";

    PlayedDrivers(Leaves leaves) {
        this.leaves = leaves;
    }

    void speakTo(String controlPlane) {
        address = controlPlane;
    }

    @Override
    public DriverProcess start(DriverSpec spec) {
        ScriptedDriver driver = new ScriptedDriver(spec.driverId(), new Wire(address, spec.token()), leaves, clock);
        drivers.put(spec.driverId(), driver);
        driver.start();
        return new Played(driver, numbers.incrementAndGet(), System.currentTimeMillis());
    }

    @Override
    public Optional<DriverProcess> attach(String driverId, long pid, long startedAt) {
        return Optional.empty();
    }

    /** Kills a driver. */
    void kill(String driverId) {
        Optional.ofNullable(drivers.remove(driverId)).ifPresent(driver -> driver.die(137));
    }

    @Override
    public void close() {
        drivers.values().forEach(driver -> driver.die(0));
        clock.shutdownNow();
    }

    /** A driver in the shape of a process. */
    private record Played(ScriptedDriver driver, long pid, long startedAt) implements DriverProcess {
        @Override
        public boolean isAlive() {
            return !driver.exit().isDone();
        }

        @Override
        public void kill() {
            driver.die(137);
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return driver.exit();
        }

        @Override
        public Path log() {
            return Path.of("/dev/null");
        }
    }
}
