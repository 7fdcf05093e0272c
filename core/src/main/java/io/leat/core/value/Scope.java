package io.leat.core.value;

import java.util.Collection;
import java.util.Set;

/**
 * What the references of a text may name.
 *
 * @param parameters of the job
 * @param tasks keys of the job's tasks
 * @param upstream keys of those that have ended when the text is used
 * @param iterated whether the text is used once for each input of a for-each task
 */
public record Scope(
        Collection<String> parameters, Collection<String> tasks, Collection<String> upstream, boolean iterated) {
    public Scope {
        parameters = Set.copyOf(parameters);
        tasks = Set.copyOf(tasks);
        upstream = Set.copyOf(upstream);
    }

    /** Of a text in a job of which only the parameters are known. */
    public static Scope of(Collection<String> parameters) {
        return new Scope(parameters, Set.of(), Set.of(), false);
    }
}
