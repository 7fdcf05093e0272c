package io.leat.server.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in aligned columns. A column whose heading ends in {@code >} is right-aligned, as numbers are; when the whole is
 * wider than the terminal, the widest columns give way.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int LEAST = 8;

    private final List<String> headings = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... headings) {
        this(List.of(headings));
    }

    TextTable(List<String> headings) {
        for (String heading : headings) {
            boolean number = heading.endsWith(">");
            this.right.add(number);
            this.headings.add(number ? heading.substring(0, heading.length() - 1) : heading);
        }
    }

    TextTable row(String... cells) {
        return row(List.of(cells));
    }

    TextTable row(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.size(), headings.size()));
        }
        rows.add(cells.stream().map(Style::tame).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines(Style style, int columns) {
        int[] widths = widths(columns);
        List<String> lines = new ArrayList<>();
        lines.add(style.paint(Style.Colour.DIM, line(headings, widths, style)));
        rows.forEach(row -> lines.add(line(row, widths, style)));
        return lines;
    }

    private String line(List<String> cells, int[] widths, Style style) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = style.fit(cells.get(column), widths[column]);
            line.append(column == 0 ? "" : GAP)
                    .append(right.get(column) ? Style.right(cell, widths[column]) : Style.left(cell, widths[column]));
        }
        return line.toString().stripTrailing();
    }

    private int[] widths(int columns) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Style.width(headings.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], Style.width(row.get(column)));
            }
        }
        long over = total(widths) - columns;
        while (over > 0) {
            int widest = widest(widths);
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private static long total(int[] widths) {
        long total = (long) GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int column = 1; column < widths.length; column++) {
            widest = widths[column] > widths[widest] ? column : widest;
        }
        return widest;
    }
}
