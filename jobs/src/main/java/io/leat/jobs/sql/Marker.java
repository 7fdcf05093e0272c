package io.leat.jobs.sql;

/**
 * Where a parameter stands in a file: {@code :name} or {@code {{name}}}, the latter perhaps within quotes.
 *
 * @param start of what the value takes the place of
 * @param end behind it
 * @param quote of the text that it stands in; 0 when in none
 */
record Marker(String name, int start, int end, char quote) {
    boolean isQuoted() {
        return quote != 0;
    }
}
