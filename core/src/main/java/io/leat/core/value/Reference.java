package io.leat.core.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code {{namespace.path}}} in a text.
 *
 * @param start of the opening braces in the text
 * @param end just after the closing braces
 * @param parts between the dots; of a secret: {@code secrets/}, its scope, its key
 */
record Reference(int start, int end, List<String> parts) {
    private static final String IDENTIFIER = "(?:\\w++|`[^`{}]++`)";
    private static final Pattern SYNTAX = Pattern.compile("\\{\\{\\s*+(?:(?<path>"
            + IDENTIFIER
            + "(?:\\s*+\\.\\s*+"
            + IDENTIFIER
            + ")*+)|secrets/(?<scope>[\\w.@-]++)/(?<key>[\\w.@-]++))\\s*+\\}\\}");
    private static final Pattern PART = Pattern.compile(IDENTIFIER);
    private static final Pattern BRACES = Pattern.compile("\\{\\{([^{}]*+)\\}\\}");

    Reference {
        parts = List.copyOf(parts);
    }

    /** The well-formed references of a text, in order; whether what they name exists is not looked at. */
    static List<Reference> find(String text) {
        List<Reference> found = new ArrayList<>();
        if (!text.contains("{{")) {
            return found;
        }

        Matcher matcher = SYNTAX.matcher(text);
        while (matcher.find()) {
            found.add(new Reference(matcher.start(), matcher.end(), parts(matcher)));
        }

        return found;
    }

    /** What stands in double braces without being a reference, such as {@code {{a-b}}}. */
    static List<String> malformed(String text) {
        return BRACES.matcher(text)
                .results()
                .filter(braces -> !SYNTAX.matcher(braces.group()).matches())
                .map(braces -> braces.group())
                .toList();
    }

    private static List<String> parts(Matcher matcher) {
        if (matcher.group("path") == null) {
            return List.of(Vocabulary.SECRET, matcher.group("scope"), matcher.group("key"));
        }

        return PART.matcher(matcher.group("path"))
                .results()
                .map(part -> part.group().replace("`", ""))
                .toList();
    }

    String namespace() {
        return parts.get(0);
    }

    boolean isSecret() {
        return namespace().equals(Vocabulary.SECRET);
    }

    /** As its parts would be written without back-quotes. */
    String path() {
        return isSecret() ? namespace() + parts.get(1) + "/" + parts.get(2) : String.join(".", parts);
    }
}
