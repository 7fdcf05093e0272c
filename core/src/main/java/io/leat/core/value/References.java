package io.leat.core.value;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** References in the texts of a job: what is wrong with them, and what they stand for in a run. */
public final class References {
    private References() {}

    /**
     * A body with its references replaced: in plain text by their values, in SQL by parameters.
     *
     * @throws LeatException when a reference names what the run does not have
     */
    public static ResolvedBody resolve(Body body, Values values) {
        return new Resolution(body, values).resolve();
    }

    /**
     * One text with its references replaced by their values, such as a condition's operand. What it becomes is shown, so
     * no secret can stand in it.
     *
     * @throws LeatException when a reference names what the run does not have
     */
    public static String resolve(String text, Values values) {
        return Resolution.shown(text, values);
    }

    /** What stands for a job's parameter in a text. */
    public static String toParameter(String name) {
        return "{{" + Vocabulary.PARAMETERS + Vocabulary.quoted(name) + "}}";
    }

    /** A parameter's value with the references replaced that are the same for all tasks of a run: {@code job.…}. */
    public static String resolveParameter(String value, Values values) {
        return Resolution.parameter(value, values);
    }

    /**
     * Plain text in new forms: that of each reference a run replaces, by its path, and that of the text between.
     *
     * @param between also called for empty text
     */
    public static String rewrite(String text, UnaryOperator<String> between, UnaryOperator<String> reference) {
        StringBuilder rewritten = new StringBuilder();
        int end = 0;
        for (Reference each : known(text)) {
            rewritten.append(between.apply(text.substring(end, each.start())));
            rewritten.append(reference.apply(each.path()));
            end = each.end();
        }

        return rewritten.append(between.apply(text.substring(end))).toString();
    }

    /**
     * SQL with a named parameter for each reference a run replaces.
     *
     * @param names the parameter's name, without colon, by the reference's path
     */
    public static String bind(String sql, UnaryOperator<String> names) {
        return SqlText.bind(sql, known(sql), reference -> names.apply(reference.path()));
    }

    /** The references there are, as they are written in braces. */
    public static List<String> names() {
        return Vocabulary.all();
    }

    /** Whether the text has a reference that a run replaces. */
    public static boolean has(String text) {
        return !known(text).isEmpty();
    }

    /**
     * What keeps the references of a text from being replaced.
     *
     * @param isSql whether values are bound into the text rather than pasted
     */
    public static List<Mistake> mistakes(String text, boolean isSql, Scope scope) {
        List<Reference> known = known(text);
        List<Mistake> mistakes = new ArrayList<>();
        known.forEach(reference -> Vocabulary.mistake(reference, scope).ifPresent(mistakes::add));
        if (isSql && mistakes.isEmpty()) {
            try {
                SqlText.bind(text, known, reference -> "p");
            } catch (LeatException e) {
                mistakes.add(Mistake.wrong(e.getMessage()));
            }
        }

        return mistakes;
    }

    /** What is wrong with references in a parameter's own value, in which only what a whole run shares can stand. */
    public static List<String> mistakesInParameter(String value) {
        List<String> mistakes = new ArrayList<>();
        for (Reference reference : known(value)) {
            Resolution.notInParameter(reference)
                    .or(() -> Vocabulary.mistake(reference, Scope.of(List.of())).map(Mistake::message))
                    .ifPresent(mistakes::add);
        }

        return mistakes;
    }

    /** What stands in double braces and stays there as it is, though a reference may have been meant. */
    public static List<String> suspects(String text, Collection<String> parameters) {
        List<String> suspects = new ArrayList<>();
        for (String braces : Reference.malformed(text)) {
            suspects.add(suspect(braces, parameters));
        }

        for (Reference reference : Reference.find(text)) {
            if (!Vocabulary.knows(reference)) {
                suspects.add(suspect(text.substring(reference.start(), reference.end()), parameters));
            }
        }

        return suspects;
    }

    private static List<Reference> known(String text) {
        return Reference.find(text).stream().filter(Vocabulary::knows).toList();
    }

    private static String suspect(String braces, Collection<String> parameters) {
        String inside = braces.substring(2, braces.length() - 2).trim();
        String hint = Vocabulary.nearest(inside, parameters)
                .map(name -> "; did you mean {{%s}}?".formatted(name))
                .orElse(".");
        return "%s is no reference and stays as it is%s".formatted(braces, hint);
    }

    static LeatException mistake(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
