package io.leat.jobs.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.jspecify.annotations.Nullable;

/**
 * Parts a file into statements at the semicolons between them. What is text, a name or a comment is known by Spark's own
 * lexer, and where a script ({@code BEGIN … END}) ends, by Spark's own grammar.
 */
final class Splitter {
    private static final Set<String> QUOTES = Set.of("'", "\"", "`");

    private final SqlFile file;
    private final CommonTokenStream tokens;

    private Splitter(SqlFile file) {
        this.file = file;
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(file.text())));
        lexer.removeErrorListeners();
        this.tokens = new CommonTokenStream(lexer);
        tokens.fill();
    }

    /**
     * The statements of a file, in order; what is empty between semicolons is none.
     *
     * @throws io.leat.core.error.LeatException when quotes or a comment are not closed
     */
    static List<Statement> split(SqlFile file) {
        Splitter splitter = new Splitter(file);
        splitter.checkClosed();
        return splitter.statements();
    }

    private void checkClosed() {
        for (Token token : tokens.getTokens()) {
            if (token.getType() == SqlBaseLexer.UNRECOGNIZED && QUOTES.contains(token.getText())) {
                throw file.wrong(
                        token.getStartIndex(), "what begins with %s is not closed.".formatted(token.getText()));
            }

            if (token.getType() == SqlBaseLexer.BRACKETED_COMMENT
                    && !token.getText().endsWith("*/")) {
                throw file.wrong(token.getStartIndex(), "the comment is not closed.");
            }
        }
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        List<Token> statement = new ArrayList<>();
        List<Token> all = words();
        int next = 0;
        while (next < all.size()) {
            Token token = all.get(next);
            Token end = statement.isEmpty() ? endOfScript(all, next) : null;
            if (end != null) {
                while (next < all.size() && all.get(next).getTokenIndex() <= end.getTokenIndex()) {
                    statement.add(all.get(next++));
                }
            } else {
                if (token.getType() == SqlBaseLexer.SEMICOLON) {
                    add(statements, statement);
                } else {
                    statement.add(token);
                }

                next++;
            }
        }

        add(statements, statement);
        return statements;
    }

    private void add(List<Statement> statements, List<Token> statement) {
        if (!statement.isEmpty()) {
            statements.add(new Statement(file, statement));
            statement.clear();
        }
    }

    private List<Token> words() {
        return tokens.getTokens().stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL && token.getType() != Token.EOF)
                .toList();
    }

    /** The last word of a script that begins here; null when none does. One that is wrong takes all that follows. */
    private @Nullable Token endOfScript(List<Token> all, int first) {
        boolean labelled = first + 2 < all.size()
                && all.get(first + 1).getType() == SqlBaseLexer.COLON
                && all.get(first + 2).getType() == SqlBaseLexer.BEGIN;
        if (!labelled && all.get(first).getType() != SqlBaseLexer.BEGIN) {
            return null;
        }

        tokens.seek(all.get(first).getTokenIndex());
        SqlBaseParser parser = new SqlBaseParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        try {
            ParserRuleContext script = parser.beginEndCompoundBlock();
            return script.getStop();
        } catch (ParseCancellationException e) {
            return all.get(all.size() - 1); // Spark says what is wrong with it
        }
    }
}
