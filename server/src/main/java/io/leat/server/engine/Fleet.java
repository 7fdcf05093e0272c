package io.leat.server.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.leat.core.job.ClusterSpec;
import io.leat.core.job.Hosting;
import io.leat.core.json.Json;
import io.leat.core.run.TaskRun;
import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.Tokens;
import io.leat.server.config.Settings;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.launch.DriverProcess;
import io.leat.server.launch.DriverSpec;
import io.leat.server.store.DriverTable.DriverRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What drivers there may be: pools, budget, tokens, processes. */
final class Fleet {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    private static final int SLOTS = 8;
    private static final int TAIL_LINES = 15;

    private final Settings settings;
    private final DriverLauncher launcher;
    private final DriverTokens tokens;
    private final Path logs;
    private final Machine machine;

    Fleet(Settings settings, DriverLauncher launcher, DriverTokens tokens, Path logs, Machine machine) {
        this.settings = settings;
        this.launcher = launcher;
        this.tokens = tokens;
        this.logs = logs;
        this.machine = machine;
    }

    /** A driver that is to be started, as its row and as its launcher want it. */
    record Start(DriverSpec spec, DriverRow row) {}

    int slots(PoolKey pool) {
        return pool.isAlone() ? 1 : SLOTS;
    }

    long silenceMillis() {
        return settings.silence().toMillis();
    }

    int mostDrivers() {
        return Math.toIntExact(Math.max(1, settings.budgetMegabytes() / settings.driverMegabytes()));
    }

    /** The pool of what no run asks for. */
    PoolKey ownPool() {
        return new PoolKey(settings.master(), Map.of());
    }

    PoolKey pool(ActiveRun run, TaskRun taskRun) {
        ClusterSpec cluster = run.settings().cluster(run.task(taskRun));
        Map<String, String> conf = new TreeMap<>(cluster.sparkConf());
        conf.putAll(Json.read(run.row().sparkConf(), STRINGS));
        @Nullable String master = run.row().master();
        PoolKey shared = new PoolKey(master == null ? settings.master() : master, conf);
        return run.task(taskRun).hosting() == Hosting.SHARED ? shared : shared.alone();
    }

    PoolKey pool(DriverRow row) {
        return new PoolKey(row.master(), Json.read(row.sparkConf(), STRINGS));
    }

    Start prepare(PoolKey pool, long now) {
        String driverId = "d-" + HexFormat.of().toHexDigits(machine.unique().getMostSignificantBits(), 10);
        String token = Tokens.generate();
        DriverSpec spec =
                new DriverSpec(driverId, token, pool.master(), pool.sparkConf(), slots(pool), settings.driverMemory());
        DriverRow row = new DriverRow(
                driverId, Tokens.hash(token), pool.master(), Json.write(pool.sparkConf()), 0, 0, now, null, 0);
        return new Start(spec, row);
    }

    /** Starts the process; its token is good from now on. */
    DriverProcess launch(DriverSpec spec) {
        tokens.admit(spec.driverId(), Tokens.hash(spec.token()));
        return launcher.start(spec);
    }

    void admit(DriverRow row) {
        tokens.admit(row.driverId(), row.tokenHash());
    }

    void ended(String driverId) {
        tokens.revoke(driverId);
    }

    Optional<DriverProcess> attach(DriverRow row) {
        return row.pid() == 0 ? Optional.empty() : launcher.attach(row.driverId(), row.pid(), row.processStarted());
    }

    /** Kills the driver's process off the engine's thread; that it is dead is told by its exit. */
    void kill(Driver driver) {
        DriverProcess process = driver.process;
        if (process != null) {
            machine.aside("leat-kill-" + driver.driverId, process::kill);
        }
    }

    Path log(Driver driver) {
        return logs.resolve(driver.driverId + ".log");
    }

    String whyNotStarted(Driver driver, int status) {
        return "No Spark driver could be started on %s: it ended with exit status %d. The end of its log (%s):%n%s"
                .formatted(driver.pool.master(), status, log(driver), tail(log(driver)));
    }

    private static String tail(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(not readable: " + e.getMessage() + ")";
        }
    }
}
