package io.leat.server.launch;

import io.leat.server.config.Installation;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class-data archive that halves a driver's start. It is made once for a runtime and a Java, by a process of low
 * priority, while nothing runs; its name carries what it was made from, so a stale one is never taken.
 */
public final class DriverArchive {
    private static final Logger LOG = LoggerFactory.getLogger(DriverArchive.class);
    private static final int KEPT = 3;

    private final Workspace workspace;
    private final Settings settings;
    private final Installation installation;
    private final Map<String, String> environment;
    private @Nullable Process maker;
    private boolean stopped;
    private boolean failed;

    /** @param environment of the control plane, for {@code SPARK_HOME} */
    public DriverArchive(
            Workspace workspace, Settings settings, Installation installation, Map<String, String> environment) {
        this.workspace = workspace;
        this.settings = settings;
        this.installation = installation;
        this.environment = Map.copyOf(environment);
    }

    /** The archive for a runtime, if it has been made. */
    static Optional<Path> find(SparkRuntime runtime) {
        return Optional.of(target(runtime)).filter(Files::isRegularFile);
    }

    /**
     * Where the archive for this installation is, or will be.
     *
     * @throws io.leat.core.error.LeatException when there is no runtime to make it from
     */
    public static Path place(Installation installation, Map<String, String> environment) {
        return folder(environment).resolve(name(SparkRuntime.locate(installation, environment)));
    }

    /** Nothing runs: the archive is made in the background, if there is none. Returns at once; may be called often. */
    public synchronized void quiet() {
        if (maker != null || failed || CommandLauncher.isWanted(environment)) {
            return;
        }
        SparkRuntime runtime = SparkRuntime.locate(installation, environment);
        if (Files.exists(target(runtime))) {
            return;
        }

        stopped = false;
        maker = launch(runtime);
        maker.onExit().thenAccept(process -> ended(runtime, process.exitValue()));
        LOG.info("class-data archive {} is being made by process {}", target(runtime), maker.pid());
    }

    /** Something is to run: the machine is left to it, and the archive is made another time. */
    public synchronized void busy() {
        if (maker != null) {
            stopped = true;
            maker.descendants().forEach(ProcessHandle::destroyForcibly);
            maker.destroyForcibly();
        }
    }

    private Process launch(SparkRuntime runtime) {
        DriverSpec spec = new DriverSpec("warm-up", "", "local[2]", Map.of(), 1, settings.driverMemory());
        DriverFiles files = DriverFiles.of(workspace, spec.driverId());
        SubmitCommand command = SubmitCommand.warmUp(spec, workspace, settings, runtime, draft(runtime), files);
        try {
            Files.createDirectories(draft(runtime).getParent());
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + draft(runtime).getParent(), e);
        }
        files.write(command);
        List<String> nice = new ArrayList<>(List.of("nice", "-n", "19"));
        nice.addAll(command.command());
        return OwnSession.start(nice, command.environment(), workspace.root(), log());
    }

    private synchronized void ended(SparkRuntime runtime, int status) {
        maker = null;
        try {
            if (status == 0 && Files.isRegularFile(draft(runtime))) {
                Files.move(draft(runtime), target(runtime), StandardCopyOption.ATOMIC_MOVE);
                LOG.info("class-data archive {} is ready", target(runtime));
                dropOld(target(runtime).getParent());
            } else {
                Files.deleteIfExists(draft(runtime));
                failed = !stopped;
                LOG.info("class-data archive not made: status {}, stopped {}; see {}", status, stopped, log());
            }
        } catch (IOException e) {
            failed = true;
            LOG.warn("The class-data archive {} could not be put in place", target(runtime), e);
        }
    }

    /** Archives are large; those of builds that are gone leave. */
    private static void dropOld(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> old = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("driver-"))
                    .sorted(Comparator.comparing(DriverArchive::changed).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // gone meanwhile: the oldest there can be
        }
    }

    private static Path target(SparkRuntime runtime) {
        return folder(System.getenv()).resolve(name(runtime));
    }

    /** Where a user's archives are. */
    public static Path folder(Map<String, String> environment) {
        return Installation.cache(environment).resolve("cds");
    }

    /** Same JARs in the same order, same Java, same collector: else the JVM would refuse the archive without a word. */
    private static String name(SparkRuntime runtime) {
        return "driver-%s-%s-%s.jsa"
                .formatted(
                        Installation.fingerprint(runtime.classPath()),
                        Runtime.version().toString().replaceAll("[^0-9A-Za-z.]", "_"),
                        SubmitCommand.collector().replaceAll("[^0-9A-Za-z]", ""));
    }

    private Path draft(SparkRuntime runtime) {
        Path target = target(runtime);
        return target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid());
    }

    private Path log() {
        return workspace.logs().resolve("class-data-archive.log");
    }
}
