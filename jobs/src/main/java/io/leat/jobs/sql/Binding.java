package io.leat.jobs.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A statement with literals in the place of its parameters, which is how Spark 4.1 itself binds them. It knows where in
 * the file each of its characters comes from.
 */
final class Binding {
    private final Statement statement;
    private final StringBuilder sql = new StringBuilder();
    private final List<Marker> markers;
    private final List<Piece> pieces = new ArrayList<>();

    /** From {@code at} on, the statement's text is that of the file at {@code origin}, or stands for what is there. */
    private record Piece(int at, int origin, boolean value) {}

    private Binding(Statement statement, List<Marker> markers) {
        this.statement = statement;
        this.markers = List.copyOf(markers);
    }

    static Binding of(Statement statement, List<Marker> markers, Map<String, String> values, Literals literals) {
        Binding binding = new Binding(statement, markers);
        int from = statement.start();
        for (Marker marker : markers) {
            binding.copy(from, marker.start());
            binding.value(marker, Objects.requireNonNull(values.get(marker.name()), marker.name()), literals);
            from = marker.end();
        }

        binding.copy(from, statement.end());
        return binding;
    }

    private void copy(int from, int to) {
        pieces.add(new Piece(length(), from, false));
        sql.append(statement.file().text(from, to));
    }

    private void value(Marker marker, String value, Literals literals) {
        pieces.add(new Piece(length(), marker.start(), true));
        if (marker.isQuoted()) {
            sql.append(literals.inside(value, marker.quote())
                    .orElseThrow(() -> statement
                            .file()
                            .wrong(
                                    marker.start(),
                                    "the value of %s cannot be written in these quotes; put :%s in their place."
                                            .formatted(marker.name(), marker.name()))));
        } else {
            sql.append(literals.whole(value));
        }
    }

    private int length() {
        return sql.codePointCount(0, sql.length());
    }

    String sql() {
        return sql.toString();
    }

    /** The parameter that stands, outside of quotes, at a place of the file. */
    Optional<Marker> bareMarkerAt(int origin) {
        return markers.stream()
                .filter(marker -> !marker.isQuoted() && marker.start() == origin)
                .findFirst();
    }

    /**
     * Where in the file a place of the statement comes from.
     *
     * @param line from 1
     * @param column from 0
     */
    int origin(int line, int column) {
        String text = sql.toString();
        int at = 0;
        for (int i = 1; i < line && text.indexOf('\n', at) >= 0; i++) {
            at = text.indexOf('\n', at) + 1;
        }

        return origin(text.codePointCount(0, at) + column);
    }

    /** As {@link #origin(int, int)}, of a character counted from 0. */
    int origin(int at) {
        Piece last = pieces.get(0);
        for (Piece piece : pieces) {
            last = piece.at <= at ? piece : last;
        }

        int origin = last.value ? last.origin : last.origin + at - last.at;
        return Math.min(Math.max(origin, statement.start()), Math.max(statement.start(), statement.end() - 1));
    }
}
