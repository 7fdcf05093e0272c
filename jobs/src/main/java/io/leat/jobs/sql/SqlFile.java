package io.leat.jobs.sql;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import org.jspecify.annotations.Nullable;

/** The text of a file of SQL, in which places are counted in characters, from 0, as Spark's grammar counts them. */
final class SqlFile {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String name;
    private final int[] characters;

    SqlFile(String name, String text) {
        int[] all = text.codePoints().toArray();
        boolean marked = all.length > 0 && all[0] == BYTE_ORDER_MARK;
        this.name = name;
        this.characters = marked ? text.codePoints().skip(1).toArray() : all;
    }

    int length() {
        return characters.length;
    }

    String text() {
        return text(0, characters.length);
    }

    /** From one place up to another. */
    String text(int from, int to) {
        return new String(characters, from, to - from);
    }

    /** Line and column of a place, from 1, as they are told: {@code report.sql:12:5}. */
    String place(int at) {
        int line = line(at);
        int column = 1;
        for (int i = at - 1; i >= 0 && characters[i] != '\n'; i--) {
            column++;
        }

        return "%s:%d:%d".formatted(name, line, column);
    }

    /** From 1. */
    int line(int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += characters[i] == '\n' ? 1 : 0;
        }

        return line;
    }

    String name() {
        return name;
    }

    LeatException wrong(int at, String message) {
        return wrong(at, message, null);
    }

    LeatException wrong(int at, String message, @Nullable Throwable cause) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, place(at) + ": " + message, cause);
    }
}
