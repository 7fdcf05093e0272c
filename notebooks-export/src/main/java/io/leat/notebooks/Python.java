package io.leat.notebooks;

import io.leat.core.job.TaskSlice;
import io.leat.core.value.References;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values and queries as Python source. References in them become the notebook's variables. */
final class Python {
    private final Variables variables;

    Python(Variables variables) {
        this.variables = variables;
    }

    /** A string literal; with references in it, an f-string. */
    String text(String value) {
        if (!References.has(value)) {
            return literal(value);
        }

        return "f\"" + References.rewrite(value, Python::bracesDoubled, path -> "{" + variables.name(path) + "}")
                + "\"";
    }

    /** A statement that writes {@code rows} to the table, or to a slice of it. */
    String write(String table, @Nullable TaskSlice slice) {
        return slice == null
                ? "write_table(rows, " + text(table) + ")\n"
                : """
                condition = %s
                writer = rows.write.format("delta").mode("overwrite").option("replaceWhere", condition)
                writer.save(table_path(%s))
                """.formatted(text(Sql.slice(slice)), text(table));
    }

    /** A list of string literals. */
    String list(@Nullable List<String> values) {
        return values == null ? "[]" : values.stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A dictionary of string literals, one entry a line. */
    String dictionary(@Nullable Map<String, String> values) {
        if (values == null || values.isEmpty()) {
            return "{}";
        }

        return values.entrySet().stream()
                .map(entry -> "    " + text(entry.getKey()) + ": " + text(entry.getValue()) + ",\n")
                .collect(Collectors.joining("", "{\n", "}"));
    }

    /** A call of {@code spark.sql}. References are bound as arguments, as Leat does, and never pasted into the text. */
    String query(String sql) {
        Set<String> arguments = new LinkedHashSet<>();
        String bound = References.bind(sql.strip(), path -> {
            arguments.add(variables.name(path));
            return variables.name(path);
        });
        String escaped = bound.replace("\\", "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
        String call = "spark.sql(\n    \"\"\"\n" + escaped.indent(4) + "    \"\"\"";
        if (arguments.isEmpty()) {
            return call + "\n)";
        }

        String values =
                arguments.stream().map(name -> literal(name) + ": " + name).collect(Collectors.joining(", ", "{", "}"));
        return call + ",\n    args=" + values + ",\n)";
    }

    /** A number or boolean as it is, anything else as text. */
    String value(String setting) {
        if (setting.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?")) {
            return setting;
        }

        return switch (setting) {
            case "true" -> "True";
            case "false" -> "False";
            default -> text(setting);
        };
    }

    static String literal(String value) {
        return '"' + escaped(value) + '"';
    }

    private static String bracesDoubled(String value) {
        return escaped(value).replace("{", "{{").replace("}", "}}");
    }

    private static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? "\\x%02x".formatted((int) c) : String.valueOf(c));
            }
        }

        return out.toString();
    }
}
