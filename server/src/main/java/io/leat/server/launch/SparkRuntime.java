package io.leat.server.launch;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JARs a driver starts from: Leat's own runtime, or the user's Spark with our JARs added.
 *
 * @param home for Spark, the folder whose {@code jars/} it uses
 * @param classPath in an order that does not change, as class-data archives need it
 * @param added those that a Spark distribution does not have, so executors elsewhere must be sent them
 * @param agent the JAR that is submitted
 * @param python the folder of Leat's package for Python
 * @param ofUser whether the Spark is the user's own
 */
public record SparkRuntime(Path home, List<Path> classPath, List<Path> added, Path agent, Path python, boolean ofUser) {
    public static final String DEFAULT = "4.1";

    private static final List<String> ADDED =
            List.of("leat-", "delta-", "jackson-datatype-", "jspecify-", "snakeyaml-engine-");
    private static final Pattern SPARK_CORE = Pattern.compile("spark-core_2\\.13-(\\d+\\.\\d+)\\..*\\.jar");

    public SparkRuntime {
        classPath = List.copyOf(classPath);
        added = List.copyOf(added);
    }

    /**
     * The runtime for this environment.
     *
     * @throws LeatException when {@code SPARK_HOME} names a Spark of another version, or the runtime was not built
     */
    public static SparkRuntime locate(Installation installation, Map<String, String> environment) {
        Path bundled = installation.runtime(DEFAULT);
        List<Path> jars = Installation.jars(bundled.resolve("jars"));
        List<Path> added = jars.stream().filter(SparkRuntime::isAdded).toList();
        Path agent = added.stream()
                .filter(jar -> name(jar).startsWith("leat-jobs"))
                .findFirst()
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_STATE,
                        "The runtime %s has no leat-jobs JAR. Build Leat again: mvn -DskipTests package."
                                .formatted(bundled)));
        String own = environment.getOrDefault("SPARK_HOME", "");
        if (own.isBlank() || Path.of(own).toAbsolutePath().normalize().equals(bundled)) {
            return new SparkRuntime(bundled, jars, added, agent, installation.python(), false);
        }

        return ofUser(Path.of(own), added, agent, installation.python());
    }

    private static SparkRuntime ofUser(Path home, List<Path> added, Path agent, Path python) {
        Path folder = home.resolve("jars");
        if (!Files.isDirectory(folder)) {
            throw refused(home, "it has no folder 'jars'");
        }
        List<Path> theirs = Installation.jars(folder);
        String version = theirs.stream()
                .map(jar -> SPARK_CORE.matcher(name(jar)))
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst()
                .orElse("another version, or for Scala 2.12");
        if (!version.equals(DEFAULT)) {
            throw refused(home, "its Spark is " + version);
        }

        List<Path> all = new ArrayList<>(added);
        theirs.stream().filter(jar -> !isAdded(jar)).forEach(all::add);
        return new SparkRuntime(home, all, added, agent, python, true);
    }

    private static LeatException refused(Path home, String why) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "SPARK_HOME is %s, and Leat cannot use it: %s; Leat needs Spark %s for Scala 2.13. Unset SPARK_HOME (Leat then uses the Spark it came with) or point it to such a Spark."
                        .formatted(home, why, DEFAULT));
    }

    private static boolean isAdded(Path jar) {
        return ADDED.stream().anyMatch(name(jar)::startsWith);
    }

    private static String name(Path jar) {
        return String.valueOf(jar.getFileName());
    }
}
