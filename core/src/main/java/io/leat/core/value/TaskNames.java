package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** References to other tasks: {@code tasks.<key>.…}. */
final class TaskNames {
    static final String NAMESPACE = "tasks";

    private static final String VALUES = "values";
    private static final String OUTPUT = "output";
    private static final String SUCCESS = "SUCCESS";
    private static final Map<String, Function<TaskFacts, @Nullable String>> MEMBERS = members();

    private TaskNames() {}

    private static Map<String, Function<TaskFacts, @Nullable String>> members() {
        Map<String, Function<TaskFacts, @Nullable String>> members = new LinkedHashMap<>();
        members.put("run_id", facts -> Long.toString(facts.runId()));
        members.put("result_state", TaskNames::resultState);
        members.put("error_code", TaskNames::errorCode);
        members.put("execution_count", facts -> Integer.toString(facts.executionCount()));
        members.put("notebook_path", TaskFacts::notebookPath);
        return members;
    }

    static List<String> all() {
        List<String> all = new ArrayList<>();
        MEMBERS.keySet().forEach(member -> all.add("tasks.<key>." + member));
        all.add("tasks.<key>.values.<name>");
        return all;
    }

    private static @Nullable String resultState(TaskFacts facts) {
        String result = facts.resultState();
        return result == null ? null : result.toLowerCase(Locale.ROOT);
    }

    /** {@code RunExecutionError} for {@code RUN_EXECUTION_ERROR}; empty after a success. */
    private static @Nullable String errorCode(TaskFacts facts) {
        String code = facts.terminationCode();
        if (code == null || code.equals(SUCCESS)) {
            return code == null ? null : "";
        }

        return Arrays.stream(code.toLowerCase(Locale.ROOT).split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    static Optional<Mistake> mistake(Reference reference, Scope scope) {
        List<String> parts = reference.parts();
        if (parts.size() > 1 && !scope.tasks().contains(parts.get(1))) {
            String key = parts.get(1);
            String hint = Nearest.didYouMean(key, scope.tasks());
            return wrong("{{%s}}: %s is no task of this job%s"
                    .formatted(reference.path(), key, hint.isEmpty() ? "." : hint));
        }

        return unknownMember(reference).or(() -> tooEarly(reference, scope));
    }

    private static Optional<Mistake> unknownMember(Reference reference) {
        List<String> parts = reference.parts();
        String member = parts.size() > 2 ? parts.get(2) : "";
        boolean isMember = parts.size() == 3 && MEMBERS.containsKey(member);
        boolean isValue = parts.size() == 4 && member.equals(VALUES);
        if (isMember || isValue) {
            return Optional.empty();
        }

        if (parts.size() > 3 && member.equals(OUTPUT)) {
            return Optional.of(new Mistake(
                    Mistake.Kind.NOT_CARRIED_OUT,
                    "{{%s}} is not carried out by this version of Leat.".formatted(reference.path())));
        }

        String known = Nearest.to(member, MEMBERS.keySet())
                .map("; did you mean %s?"::formatted)
                .orElse(". Of a task there are %s and values.<name>.".formatted(String.join(", ", MEMBERS.keySet())));
        return wrong("There is no {{%s}}%s".formatted(reference.path(), known));
    }

    private static Optional<Mistake> tooEarly(Reference reference, Scope scope) {
        String key = reference.parts().get(1);
        return scope.upstream().test(key)
                ? Optional.empty()
                : wrong("{{%s}} is not known before %s ends; add it to depends_on.".formatted(reference.path(), key));
    }

    private static Optional<Mistake> wrong(String message) {
        return Optional.of(Mistake.wrong(message));
    }

    /** What a reference stands for, that was checked when the job was defined. */
    static String value(Reference reference, TaskFacts.Lookup tasks) {
        List<String> parts = reference.parts();
        String key = parts.size() > 1 ? parts.get(1) : "";
        TaskFacts facts = tasks.find(key)
                .orElseThrow(() -> References.mistake(
                        "{{%s}} has no value: %s has not ended before this task.".formatted(reference.path(), key)));
        unknownMember(reference).ifPresent(mistake -> {
            throw References.mistake(mistake.message());
        });
        return parts.size() == 4
                ? taskValue(reference, key, facts)
                : Optional.ofNullable(MEMBERS.get(parts.get(2)).apply(facts))
                        .orElseThrow(() -> References.mistake("{{%s}} has no value: there is no %s of %s."
                                .formatted(reference.path(), parts.get(2), key)));
    }

    private static String taskValue(Reference reference, String key, TaskFacts facts) {
        String name = reference.parts().get(3);
        JsonNode value = facts.values().get(name);
        if (value == null) {
            String there = facts.values().isEmpty()
                    ? "it has set none."
                    : "it has set %s."
                            .formatted(facts.values().keySet().stream().sorted().collect(Collectors.joining(", ")));
            throw References.mistake("%s has set no task value %s; %s".formatted(key, name, there));
        }

        return JsonText.of(value);
    }
}
