package io.leat.server.launch;

import io.leat.server.config.Installation;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts drivers by Spark's own submit program, in client mode, on any master. */
public final class SparkSubmitLauncher implements DriverLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(SparkSubmitLauncher.class);

    private final Workspace workspace;
    private final String workspaceId;
    private final Settings settings;
    private final Installation installation;
    private final Map<String, String> environment;

    /** @param environment of the control plane, for {@code SPARK_HOME} */
    public SparkSubmitLauncher(
            Workspace workspace,
            String workspaceId,
            Settings settings,
            Installation installation,
            Map<String, String> environment) {
        this.workspace = workspace;
        this.workspaceId = workspaceId;
        this.settings = settings;
        this.installation = installation;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public DriverProcess start(DriverSpec spec) {
        SparkRuntime runtime = SparkRuntime.locate(installation, environment);
        Path archive = DriverArchive.find(runtime).orElse(null);
        DriverFiles files = DriverFiles.of(workspace, spec.driverId());
        SubmitCommand command = SubmitCommand.driver(spec, workspace, workspaceId, settings, runtime, archive, files);
        files.write(command);
        Process process =
                OwnSession.start(command.command(), command.environment(), workspace.root(), log(spec.driverId()));
        DriverProcess driver = LocalProcess.child(process, log(spec.driverId()));
        driver.onExit().thenRun(files::delete);
        LOG.info("driver {} started as process {}, class-data archive {}", spec, driver.pid(), archive);
        return driver;
    }

    @Override
    public Optional<DriverProcess> attach(String driverId, long pid, long startedAt) {
        Optional<DriverProcess> found =
                LocalProcess.found(driverId, pid, startedAt, log(driverId)).map(process -> process);
        found.ifPresent(driver -> driver.onExit()
                .thenRun(() -> DriverFiles.of(workspace, driverId).delete()));
        return found;
    }

    private Path log(String driverId) {
        return workspace.driverLogs().resolve(driverId + ".log");
    }
}
