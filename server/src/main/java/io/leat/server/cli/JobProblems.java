package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Problems of a job file as compilers tell them: where, what, the line and a caret under the place. */
final class JobProblems {
    private final String file;
    private final List<String> source;
    private final Style style;

    JobProblems(String file, String text, Style style) {
        this.file = file;
        this.source = text.lines().toList();
        this.style = style;
    }

    List<String> errors(JsonNode problems) {
        return all(problems, style.paint(Style.Colour.BAD, "error"));
    }

    List<String> warnings(JsonNode problems) {
        return all(problems, style.paint(Style.Colour.ODD, "warning"));
    }

    private List<String> all(JsonNode problems, String kind) {
        List<String> lines = new ArrayList<>();
        for (JsonNode problem : problems) {
            int line = problem.path("line").asInt();
            int column = problem.path("column").asInt();
            String message = Style.tame(problem.path("message").asText());
            lines.add("%s:%d:%d: %s: %s".formatted(file, line, column, kind, message));
            if (line >= 1 && line <= source.size()) {
                String text = Style.tame(source.get(line - 1));
                String before = text.substring(0, Math.max(0, Math.min(column - 1, text.length())));
                lines.add("    " + text);
                lines.add("    " + " ".repeat(Style.width(before)) + style.paint(Style.Colour.BAD, "^"));
            }
        }
        return lines;
    }
}
