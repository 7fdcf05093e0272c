package io.leat.jobs.jar;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code spark_jar_task}.
 *
 * @param parameters the arguments of main
 * @param jarUri deprecated in the Jobs API: a JAR beside those in {@code libraries}
 */
record JarSettings(
        @Nullable String mainClassName,
        @Nullable List<String> parameters,
        @Nullable String jarUri) {
    String[] arguments() {
        return Objects.requireNonNullElse(parameters, List.<String>of()).toArray(String[]::new);
    }
}
