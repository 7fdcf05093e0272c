package io.leat.jobs.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output columns of a task as SQL.
 *
 * @param sql what stands after SELECT
 * @param parts what the user wrote of it
 */
public record Projection(String sql, List<Part> parts) {
    public Projection {
        parts = List.copyOf(parts);
    }

    /**
     * Of a {@code select} block: name, then expression; all columns when there is none.
     *
     * @param option where the block stands, such as {@code match_task.select}
     * @param from what each expression can be tried on
     */
    public static Projection of(String option, @Nullable Map<String, String> select, String from) {
        if (select == null || select.isEmpty()) {
            return new Projection("*", List.of());
        }
        List<String> columns = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        select.forEach((name, expression) -> {
            columns.add(TaskSql.inline(expression) + " AS " + TaskSql.quote(name));
            parts.add(new Part(option + "." + name, expression, from));
        });
        return new Projection(String.join(", ", columns), parts);
    }
}
