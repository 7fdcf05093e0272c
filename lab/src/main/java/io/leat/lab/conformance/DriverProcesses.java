package io.leat.lab.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drivers of a control plane in another process. What it starts as a driver only says who it is and waits to be ended;
 * its agent lives here.
 */
final class DriverProcesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverProcesses.class);
    private static final long GLANCE_MILLIS = 20;

    private static final String SCRIPT = """
            umask 077
            printf '%s %s %s' "$LEAT_DRIVER_ID" "$LEAT_AGENT_TOKEN" $$ > "FOLDER/$LEAT_DRIVER_ID.new"
            mv "FOLDER/$LEAT_DRIVER_ID.new" "FOLDER/$LEAT_DRIVER_ID.driver"
            exec sleep 100000
            """;

    private final Path folder;
    private final Path script;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "scripts");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Played> drivers = new ConcurrentHashMap<>();

    DriverProcesses(Path folder) {
        this.folder = folder;
        this.script = folder.resolve("driver.sh");
        try {
            Files.createDirectories(folder);
            Files.writeString(script, SCRIPT.replace("FOLDER", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Played(ScriptedDriver driver, long pid) {
        void end(int status) {
            driver.die(status);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** By which the control plane starts a driver. */
    String command() {
        return "sh " + script;
    }

    void watch(String address, Leaves leaves) {
        clock.scheduleWithFixedDelay(() -> admit(address, leaves), GLANCE_MILLIS, GLANCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void admit(String address, Leaves leaves) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> started =
                    files.filter(file -> file.toString().endsWith(".driver")).toList();
            for (Path file : started) {
                String[] told = Files.readString(file).split(" ", -1);
                Files.delete(file);
                ScriptedDriver driver = new ScriptedDriver(told[0], new Wire(address, told[1]), leaves, clock);
                Played played = new Played(driver, Long.parseLong(told[2]));
                drivers.put(told[0], played);
                driver.exit().thenAccept(played::end);
                driver.start();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("a driver cannot be played", e); // the control plane waits for it in vain, and so do its cases
        }
    }

    void kill(String driverId) {
        Optional.ofNullable(drivers.get(driverId)).ifPresent(played -> played.end(137));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        drivers.values().forEach(played -> played.end(0));
    }
}
