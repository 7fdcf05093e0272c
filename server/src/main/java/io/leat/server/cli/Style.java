package io.leat.server.cli;

import org.jline.utils.WCWidth;

/** Colours and symbols, as far as the terminal has them. */
record Style(boolean colour, boolean unicode) {
    private static final String RESET = "\u001b[0m";

    /** The colours in use; each means one thing. */
    enum Colour {
        GOOD("\u001b[32m"),
        BAD("\u001b[31m"),
        BUSY("\u001b[36m"),
        ODD("\u001b[33m"),
        DIM("\u001b[2m"),
        BOLD("\u001b[1m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    String paint(Colour with, String text) {
        return colour && !text.isEmpty() ? with.code + text + RESET : text;
    }

    String arrow() {
        return unicode ? "→" : "->";
    }

    String dot() {
        return unicode ? " · " : " - ";
    }

    String ellipsis() {
        return unicode ? "…" : "~";
    }

    /** A bar of so many columns, filled by {@code done} of {@code total}. */
    String bar(long done, long total, int columns) {
        int filled = total <= 0 ? 0 : (int) Math.min(columns, done * columns / total);
        String full = unicode ? "█" : "#";
        String empty = unicode ? "░" : ".";
        return full.repeat(filled) + empty.repeat(columns - filled);
    }

    /** Cut to so many columns, with a mark where something is missing. */
    String fit(String text, int columns) {
        if (columns <= 0) {
            return "";
        }
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int wide = Math.max(0, WCWidth.wcwidth(point));
            if (used + wide > columns - 1) {
                break;
            }
            kept.appendCodePoint(point);
            used += wide;
            at += Character.charCount(point);
        }
        return kept + ellipsis();
    }

    /** Columns a text takes on a terminal; control characters take none. */
    static int width(String text) {
        return text.codePoints()
                .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                .sum();
    }

    /** Filled up with spaces to so many columns. */
    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /** On one line, with nothing that could steer a terminal. */
    static String tame(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == '\n' || point == '\t' ? ' ' : point)
                .filter(point -> !Character.isISOControl(point))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
