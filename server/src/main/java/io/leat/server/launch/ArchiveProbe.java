package io.leat.server.launch;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks a JVM whether it would use a class-data archive; in use it says nothing and goes on without. */
public final class ArchiveProbe {
    private static final long LIMIT_SECONDS = 30;

    private ArchiveProbe() {}

    /** Why drivers cannot use this archive; empty when they can. */
    public static Optional<String> ofDriver(Path archive, Installation installation, Map<String, String> environment) {
        String classPath = SparkRuntime.locate(installation, environment).classPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return refusal(archive, SubmitCommand.collector(), classPath);
    }

    /** Why this program cannot use the archive with its own class path; empty when it can. */
    public static Optional<String> ofThisProgram(Path archive) {
        return refusal(archive, "-XX:+UseSerialGC", System.getProperty("java.class.path"));
    }

    static Optional<String> refusal(Path archive, String collector, String classPath) {
        List<String> command = new ArrayList<>(List.of(SubmitCommand.java(), "-Xshare:on", collector, "-Xmx128m"));
        command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath, "-version"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("Java did not say within %d seconds".formatted(LIMIT_SECONDS));
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(lastLine(said));
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "Java could not be started to look at %s: %s".formatted(archive, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "Interrupted while Java looked at " + archive, e);
        }
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("Java refuses it");
    }
}
