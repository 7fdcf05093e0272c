package io.leat.jobs.sql;

import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * One statement of a file, without the semicolon behind it.
 *
 * @param tokens of the statement, comments left out
 */
record Statement(SqlFile file, List<Token> tokens) {
    private static final int LONGEST_TITLE = 80;

    Statement {
        tokens = List.copyOf(tokens);
    }

    int start() {
        return tokens.get(0).getStartIndex();
    }

    /** The place behind it. */
    int end() {
        return tokens.get(tokens.size() - 1).getStopIndex() + 1;
    }

    /** The first word, as Spark's grammar numbers it. */
    int verb() {
        return tokens.get(0).getType();
    }

    /** As it is told of in a log, such as {@code INSERT INTO gold.orders SELECT …}. */
    String title() {
        String line = file.text(start(), end()).replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE) + "…";
    }
}
