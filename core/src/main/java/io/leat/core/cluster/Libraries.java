package io.leat.core.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program needs besides what its driver has. Paths are as the job says them.
 *
 * @param pypi packages for Python
 * @param requirements files of lines for pip
 * @param whl Python wheels
 * @param jars Java archives
 * @param maven Java archives from a repository
 * @param dependencies lines for pip of the task's environment
 */
public record Libraries(
        List<PyPi> pypi,
        List<String> requirements,
        List<String> whl,
        List<String> jars,
        List<Maven> maven,
        List<String> dependencies) {
    /** A program that needs nothing. */
    public static final Libraries NONE =
            new Libraries(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Libraries {
        pypi = List.copyOf(pypi);
        requirements = List.copyOf(requirements);
        whl = List.copyOf(whl);
        jars = List.copyOf(jars);
        maven = List.copyOf(maven);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * A package for Python.
     *
     * @param packageName with its version or without, as pip takes it
     * @param repo index to take it from; null for pip's own choice
     */
    public record PyPi(String packageName, @Nullable String repo) {}

    /**
     * Java archives with what they depend on.
     *
     * @param coordinates as {@code group:artifact:version}
     * @param repo repository to ask too; null for none
     * @param exclusions left out, as {@code group:artifact}
     */
    public record Maven(String coordinates, @Nullable String repo, List<String> exclusions) {
        public Maven {
            exclusions = List.copyOf(exclusions);
        }
    }
}
