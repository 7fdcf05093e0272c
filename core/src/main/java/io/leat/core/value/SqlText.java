package io.leat.core.value;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts named parameters in the place of references in one piece of Spark SQL. A reference in quotes becomes a parameter
 * too: {@code '{{x}}'} is {@code :p}, {@code 'a/{{x}}'} is {@code concat('a/', :p)}, {@code DATE '{{x}}'} is
 * {@code CAST(:p AS DATE)}.
 */
final class SqlText {
    private static final Pattern WORD_BEFORE = Pattern.compile("(?i)(?<!\\w)([a-z_]+)(\\s*)$");
    private static final Set<String> CASTABLE = Set.of("DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ");
    private static final Set<String> TYPED = Set.of("INTERVAL", "X");

    private final String sql;
    private final List<Reference> references;
    private final Function<Reference, String> names;
    private final StringBuilder bound = new StringBuilder();
    private int at;

    private SqlText(String sql, List<Reference> references, Function<Reference, String> names) {
        this.sql = sql;
        this.references = references;
        this.names = names;
    }

    /**
     * The SQL with a parameter for each of the references.
     *
     * @param names the parameter's name, without colon
     * @throws LeatException when a reference stands where no value can
     */
    static String bind(String sql, List<Reference> references, Function<Reference, String> names) {
        return references.isEmpty() ? sql : new SqlText(sql, references, names).bind();
    }

    private String bind() {
        while (at < sql.length()) {
            Reference reference = referenceAt(at);
            if (reference != null) {
                bare(reference);
            } else if (sql.startsWith("--", at)) {
                copyTo(endOf("\n", at));
            } else if (sql.startsWith("/*", at)) {
                copyTo(endOf("*/", at));
            } else {
                character(sql.charAt(at));
            }
        }

        return bound.toString();
    }

    private void character(char character) {
        switch (character) {
            case '\'', '"' -> literal(character);
            case '`' -> name();
            default -> {
                bound.append(character);
                at++;
            }
        }
    }

    private void bare(Reference reference) {
        boolean joined = isNamePart(reference.start() - 1) || isNamePart(reference.end());
        if (joined) {
            throw wrong(reference, "is joined to a name; it stands for a value, and cannot be part of a name");
        }

        bound.append(marker(reference));
        at = reference.end();
    }

    private boolean isNamePart(int index) {
        if (index < 0 || index >= sql.length()) {
            return false;
        }

        char character = sql.charAt(index);
        return Character.isLetterOrDigit(character) || "_`.}{".indexOf(character) >= 0;
    }

    private void name() {
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != '`') {
            Reference reference = referenceAt(end);
            if (reference != null) {
                throw wrong(reference, "is in a back-quoted name; it stands for a value, and cannot be part of a name");
            }

            end++;
        }

        copyTo(Math.min(end + 1, sql.length()));
    }

    private void literal(char quote) {
        boolean raw = isRaw();
        List<Reference> inside = new ArrayList<>();
        int end = at + 1;
        while (end < sql.length() && !closes(quote, end)) {
            Reference reference = referenceAt(end);
            if (reference != null) {
                inside.add(reference);
                end = reference.end();
            } else {
                boolean pair = sql.charAt(end) == quote || (!raw && sql.charAt(end) == '\\');
                end += pair ? 2 : 1;
            }
        }

        if (inside.isEmpty()) {
            copyTo(Math.min(end + 1, sql.length()));
        } else if (end >= sql.length()) {
            throw wrong(inside.get(0), "is in quotes that are not closed");
        } else {
            write(quote, raw, inside, end);
        }
    }

    private boolean closes(char quote, int index) {
        return sql.charAt(index) == quote && (index + 1 >= sql.length() || sql.charAt(index + 1) != quote);
    }

    private boolean isRaw() {
        boolean prefix = at > 0 && (sql.charAt(at - 1) == 'r' || sql.charAt(at - 1) == 'R');
        return prefix && !isNamePart(at - 2);
    }

    private void write(char quote, boolean raw, List<Reference> inside, int end) {
        String prefix = raw ? bound.substring(bound.length() - 1) : "";
        bound.setLength(bound.length() - prefix.length());
        List<String> pieces = new ArrayList<>();
        int from = at + 1;
        for (Reference reference : inside) {
            addPiece(pieces, prefix + quote, sql.substring(from, reference.start()), quote);
            pieces.add(marker(reference));
            from = reference.end();
        }

        addPiece(pieces, prefix + quote, sql.substring(from, end), quote);
        String value = pieces.size() == 1 ? pieces.get(0) : "concat(" + String.join(", ", pieces) + ")";
        bound.append(cast(inside.get(0), value));
        at = end + 1;
    }

    private static void addPiece(List<String> pieces, String open, String text, char close) {
        if (!text.isEmpty()) {
            pieces.add(open + text + close);
        }
    }

    /** A word such as DATE before a literal belongs to it, and cannot stand before anything else. */
    private String cast(Reference reference, String value) {
        Matcher before = WORD_BEFORE.matcher(bound);
        if (!before.find()) {
            return value;
        }

        String word = before.group(1).toUpperCase(Locale.ROOT);
        if (TYPED.contains(word)) {
            throw wrong(reference, "is in the text of %s, which takes no parameter".formatted(word));
        }

        if (!CASTABLE.contains(word)) {
            return value;
        }

        bound.setLength(before.start());
        return "CAST(" + value + " AS " + word + ")";
    }

    private String marker(Reference reference) {
        return ":" + names.apply(reference);
    }

    private Reference referenceAt(int index) {
        return references.stream()
                .filter(reference -> reference.start() == index)
                .findFirst()
                .orElse(null);
    }

    private int endOf(String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    private void copyTo(int end) {
        bound.append(sql, at, end);
        at = end;
    }

    private static LeatException wrong(Reference reference, String why) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "{{%s}} %s.".formatted(reference.path(), why));
    }
}
