package io.leat.lab.simulation;

import java.util.Locale;

/** Something is so that must never be so. No engine catches it. */
@SuppressWarnings("serial")
final class Violation extends Error {
    Violation(String format, Object... words) {
        super(String.format(Locale.ROOT, format, words));
    }

    static void when(boolean wrong, String format, Object... words) {
        if (wrong) {
            throw new Violation(format, words);
        }
    }
}
