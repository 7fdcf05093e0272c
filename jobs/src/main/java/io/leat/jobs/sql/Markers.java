package io.leat.jobs.sql;

import io.leat.core.error.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;

/** Finds the parameters in a statement. */
final class Markers {
    private static final Pattern BRACES = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Behind one of these, a colon with a name is a type or a step into a value, and no parameter. */
    private static final Set<Integer> CLOSING =
            Set.of(SqlBaseLexer.RIGHT_PAREN, SqlBaseLexer.RIGHT_BRACKET, SqlBaseLexer.BACKQUOTED_IDENTIFIER);

    private final Statement statement;
    private final List<Marker> found = new ArrayList<>();
    private int done;

    private Markers(Statement statement) {
        this.statement = statement;
    }

    /**
     * The parameters, in order.
     *
     * @throws io.leat.core.error.LeatException when one stands where no value can
     */
    static List<Marker> of(Statement statement) {
        Markers markers = new Markers(statement);
        List<Token> tokens = statement.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).getStartIndex() >= markers.done) {
                markers.look(tokens, i);
            }
        }

        return markers.found;
    }

    /** @throws io.leat.core.error.LeatException when one of the markers has no value */
    static void check(SqlFile file, List<Marker> markers, Set<String> names) {
        for (Marker marker : markers) {
            if (!names.contains(marker.name())) {
                String hint = Nearest.didYouMean(marker.name(), names);
                String known = names.isEmpty() ? "none are given" : "given are " + String.join(", ", names);
                throw file.wrong(
                        marker.start(),
                        "there is no parameter %s%s"
                                .formatted(marker.name(), hint.isEmpty() ? "; " + known + "." : hint));
            }
        }
    }

    private void look(List<Token> tokens, int index) {
        Token token = tokens.get(index);
        switch (token.getType()) {
            case SqlBaseLexer.STRING_LITERAL, SqlBaseLexer.DOUBLEQUOTED_STRING -> quoted(token);
            case SqlBaseLexer.BACKQUOTED_IDENTIFIER -> named(token);
            case SqlBaseLexer.COLON -> colon(tokens, index);
            case SqlBaseLexer.UNRECOGNIZED -> braces(token);
            default -> {}
        }
    }

    private void colon(List<Token> tokens, int index) {
        Token colon = tokens.get(index);
        Token before = index == 0 ? null : tokens.get(index - 1);
        Token after = index + 1 < tokens.size() ? tokens.get(index + 1) : null;
        if (after == null || after.getStartIndex() != colon.getStopIndex() + 1 || !isWord(after)) {
            return;
        }

        boolean joined = before != null
                && before.getStopIndex() + 1 == colon.getStartIndex()
                && (isWord(before) || CLOSING.contains(before.getType()));
        if (!joined) {
            found.add(new Marker(after.getText(), colon.getStartIndex(), after.getStopIndex() + 1, (char) 0));
            done = after.getStopIndex() + 1;
        }
    }

    private static boolean isWord(Token token) {
        return WORD.matcher(token.getText()).matches();
    }

    private void braces(Token token) {
        Matcher braces = BRACES.matcher(statement.file().text(token.getStartIndex(), statement.end()));
        if (!braces.lookingAt()) {
            return;
        }

        int start = token.getStartIndex();
        int end = start + braces.group().codePointCount(0, braces.group().length());
        if (isNamePart(start - 1) || isNamePart(end)) {
            throw statement
                    .file()
                    .wrong(
                            start,
                            "%s is joined to a name; it stands for a value. Write the whole name as IDENTIFIER('…' || :%s)."
                                    .formatted(braces.group(), braces.group(1)));
        }

        found.add(new Marker(braces.group(1), start, end, (char) 0));
        done = end;
    }

    private boolean isNamePart(int at) {
        if (at < 0 || at >= statement.file().length()) {
            return false;
        }

        int character = statement.file().text(at, at + 1).codePointAt(0);
        return Character.isLetterOrDigit(character) || "_`.}{".indexOf(character) >= 0;
    }

    private void quoted(Token token) {
        Matcher braces = BRACES.matcher(token.getText());
        String text = token.getText();
        boolean raw = text.toLowerCase(Locale.ROOT).startsWith("r");
        while (braces.find()) {
            int start = token.getStartIndex() + text.codePointCount(0, braces.start());
            if (raw) {
                throw statement
                        .file()
                        .wrong(
                                start,
                                "%s stands in a raw text, in which no value can be written safely."
                                        .formatted(braces.group()));
            }

            int end = token.getStartIndex() + text.codePointCount(0, braces.end());
            found.add(new Marker(braces.group(1), start, end, text.charAt(0)));
        }
    }

    private void named(Token token) {
        Matcher braces = BRACES.matcher(token.getText());
        if (braces.find()) {
            throw statement
                    .file()
                    .wrong(
                            token.getStartIndex(),
                            "%s stands in a name; it stands for a value. Write the whole name as IDENTIFIER('…' || :%s)."
                                    .formatted(braces.group(), braces.group(1)));
        }
    }
}
