package io.leat.jobs.sql;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Values as Spark reads them back, whatever they hold: nothing in a value ends its quotes, begins an escape, or is taken
 * for a variable of Spark's.
 */
final class Literals {
    private final boolean backslashEscapes;

    /** @param backslashEscapes whether a backslash in quotes begins an escape, as it does unless Spark is told otherwise */
    Literals(boolean backslashEscapes) {
        this.backslashEscapes = backslashEscapes;
    }

    /** A text of its own. */
    String whole(String value) {
        return inside(value, '\'').map(text -> "'" + text + "'").orElseGet(() -> {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return "CAST(X'" + HexFormat.of().formatHex(bytes) + "' AS STRING)";
        });
    }

    /** What stands for the value between such quotes; empty when nothing can. */
    Optional<String> inside(String value, char quote) {
        if (!backslashEscapes) {
            boolean plain = value.indexOf(quote) < 0 && value.indexOf('$') < 0 && !value.endsWith("\\");
            return plain ? Optional.of(value) : Optional.empty();
        }

        StringBuilder text = new StringBuilder();
        value.chars().forEach(character -> {
            switch (character) {
                case '\\', '\'', '"' -> text.append('\\').append((char) character);
                case '$' -> text.append("\\u0024"); // so that no ${…} comes of it
                default -> text.append((char) character);
            }
        });
        return Optional.of(text.toString());
    }
}
