package io.leat.core.value;

import io.leat.core.error.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names that references can have, and what each stands for. */
final class Vocabulary {
    static final String SECRETS = "secrets";

    /** Stands for {@link #SECRETS} in references of the form that secrets have. */
    static final String SECRET = "secrets/";

    static final String PARAMETERS = "job.parameters.";

    /** Followed by a table, then by the time or the version of its commit. */
    private static final String TABLE_UPDATE = "job.trigger.table_update.";

    /** Namespaces of which some member is known, here or to Databricks; all else in braces is plain text. */
    private static final Set<String> NAMESPACES =
            Set.of("job", "task", TaskNames.NAMESPACE, "workspace", InputNames.NAMESPACE, "backfill", SECRETS, SECRET);

    /** Namespaces whose members are the same for all tasks of a run. */
    private static final Set<String> SHARED =
            Set.of("job", "workspace", "backfill", "job_id", "job_name", "parent_run_id", "start_date", "start_time");

    private Vocabulary() {}

    static List<String> all() {
        List<String> all = new ArrayList<>(Names.values().keySet());
        int deprecated = (int) all.stream().filter(Names::isDeprecated).count();
        List<String> others = new ArrayList<>();
        others.add(PARAMETERS + "<name>");
        others.addAll(TaskNames.all());
        others.addAll(InputNames.all());
        others.add(SECRET + "<scope>/<key>");
        all.addAll(all.size() - deprecated, others);
        return all;
    }

    /** Whether the reference is to be replaced; if not, its text stays as it is. */
    static boolean knows(Reference reference) {
        return NAMESPACES.contains(reference.namespace())
                || (reference.parts().size() == 1 && Names.isDeprecated(reference.namespace()));
    }

    /** Whether the reference stands for the same in all tasks of a run. */
    static boolean isShared(Reference reference) {
        return SHARED.contains(reference.namespace()) && !isParameter(reference);
    }

    /** What is wrong with a reference of a known namespace, given what there is. */
    static Optional<Mistake> mistake(Reference reference, Scope scope) {
        return switch (reference.namespace()) {
            case TaskNames.NAMESPACE -> TaskNames.mistake(reference, scope);
            case InputNames.NAMESPACE -> InputNames.mistake(reference, scope.iterated());
            default ->
                isParameter(reference) ? parameterMistake(reference, scope.parameters()) : nameMistake(reference);
        };
    }

    private static Optional<Mistake> parameterMistake(Reference reference, Collection<String> parameters) {
        String name = reference.parts().get(2);
        return parameters.contains(name)
                ? Optional.empty()
                : Optional.of(new Mistake(Mistake.Kind.PARAMETER, unknownParameter(name, parameters)));
    }

    private static Optional<Mistake> nameMistake(Reference reference) {
        String path = reference.path();
        if (reference.isSecret() || Names.values().containsKey(path) || isTableUpdate(reference)) {
            return Optional.empty();
        }

        return Optional.of(Mistake.wrong(
                reference.namespace().equals(SECRETS)
                        ? "{{%s}} is no reference to a secret; write {{secrets/scope/key}}.".formatted(path)
                        : unknown(path)));
    }

    /** Whether it is of the form {@code job.trigger.table_update.<table>.version} or {@code ….commit_timestamp.<form>}. */
    private static boolean isTableUpdate(Reference reference) {
        List<String> parts = reference.parts();
        int last = parts.size() - 1;
        return reference.path().startsWith(TABLE_UPDATE)
                && last > 3
                && (parts.get(last).equals("version")
                        || (parts.get(last - 1).equals("commit_timestamp")
                                && Times.all().containsKey(parts.get(last))));
    }

    static boolean isParameter(Reference reference) {
        return reference.parts().size() == 3 && reference.path().startsWith(PARAMETERS);
    }

    /** What a reference stands for; not for parameters and secrets. */
    static String value(Reference reference, Values values) {
        return switch (reference.namespace()) {
            case TaskNames.NAMESPACE -> TaskNames.value(reference, values.tasks());
            case InputNames.NAMESPACE -> InputNames.value(reference, values.input());
            default -> namedValue(reference, values);
        };
    }

    private static String namedValue(Reference reference, Values values) {
        String path = reference.path();
        nameMistake(reference).ifPresent(mistake -> {
            throw References.mistake(mistake.message());
        });
        String value = isTableUpdate(reference)
                ? values.run().trigger().facts().get(path.substring("job.trigger.".length()))
                : Names.values().get(path).apply(values);
        if (value == null) {
            throw References.mistake("{{%s}} has no value in this run.".formatted(path));
        }

        return value;
    }

    /** What might have been meant by text in braces that is no reference. */
    static Optional<String> nearest(String inBraces, Collection<String> parameters) {
        List<String> names = new ArrayList<>(Names.values().keySet());
        parameters.forEach(name -> names.add(PARAMETERS + quoted(name)));
        return Nearest.to(inBraces, names);
    }

    static String unknownParameter(String name, Collection<String> parameters) {
        String there = parameters.isEmpty() ? "it has none." : "it has " + String.join(", ", parameters) + ".";
        String hint = Nearest.to(name, parameters)
                .map(near -> "did you mean {{job.parameters.%s}}?".formatted(quoted(near)))
                .orElse(there);
        return "The job has no parameter %s; %s".formatted(name, hint);
    }

    private static String unknown(String path) {
        String hint = nearest(path, List.of())
                .map(name -> "; did you mean {{%s}}?".formatted(name))
                .orElse(".");
        return "There is no {{%s}}%s".formatted(path, hint);
    }

    static String quoted(String name) {
        return name.matches("\\w+") ? name : "`" + name + "`";
    }
}
