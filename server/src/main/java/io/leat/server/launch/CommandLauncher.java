package io.leat.server.launch;

import io.leat.core.cluster.Protocol;
import io.leat.server.config.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts drivers by a command of one's own instead of Spark, which is for trials of the engine. The command finds in
 * its environment what the agent in a Spark driver finds there.
 */
public final class CommandLauncher implements DriverLauncher {
    /** Holds the command, as a shell reads it. */
    static final String VARIABLE = "LEAT_DRIVER_COMMAND";

    private static final Logger LOG = LoggerFactory.getLogger(CommandLauncher.class);

    private final String command;
    private final Workspace workspace;

    private CommandLauncher(String command, Workspace workspace) {
        this.command = command;
        this.workspace = workspace;
    }

    /** A launcher of the command that {@code environment} names; empty when it names none. */
    public static Optional<DriverLauncher> find(Workspace workspace, Map<String, String> environment) {
        return isWanted(environment)
                ? Optional.of(new CommandLauncher(environment.get(VARIABLE), workspace))
                : Optional.empty();
    }

    static boolean isWanted(Map<String, String> environment) {
        return !environment.getOrDefault(VARIABLE, "").isBlank();
    }

    @Override
    public DriverProcess start(DriverSpec spec) {
        Map<String, String> environment = Map.of(
                Protocol.TOKEN_VARIABLE, spec.token(),
                Protocol.DRIVER_VARIABLE, spec.driverId(),
                Protocol.RENDEZVOUS_VARIABLE, workspace.control().toString());
        Path log = log(spec.driverId());
        Process process = OwnSession.start(List.of("sh", "-c", "exec " + command), environment, workspace.root(), log);
        DriverProcess driver = LocalProcess.child(process, log);
        LOG.warn("driver {} started as process {} by {}, not on Spark", spec, driver.pid(), VARIABLE);
        return driver;
    }

    @Override
    public Optional<DriverProcess> attach(String driverId, long pid, long startedAt) {
        return LocalProcess.found(driverId, pid, startedAt, log(driverId)).map(process -> process);
    }

    private Path log(String driverId) {
        return workspace.driverLogs().resolve(driverId + ".log");
    }
}
