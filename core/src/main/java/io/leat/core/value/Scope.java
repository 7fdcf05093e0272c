package io.leat.core.value;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the references of a text may name.
 *
 * @param parameters of the job
 * @param tasks keys of the job's tasks
 * @param upstream whether the task of a key has ended when the text is used
 * @param iterated whether the text is used once for each input of a for-each task
 */
public record Scope(
        Collection<String> parameters, Collection<String> tasks, Predicate<String> upstream, boolean iterated) {
    /** Of a text in a job of which only the parameters are known. */
    public static Scope of(Collection<String> parameters) {
        return new Scope(parameters, List.of(), key -> false, false);
    }
}
