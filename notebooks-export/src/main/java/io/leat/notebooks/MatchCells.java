package io.leat.notebooks;

import io.leat.core.job.MatchTask;
import io.leat.core.job.MatchTask.Input;
import io.leat.core.job.MatchTask.JoinType;
import io.leat.core.job.MatchTask.Within;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Match: one query over views of the inputs. */
final class MatchCells implements TaskCells {
    private final Python python;

    MatchCells(Python python) {
        this.python = python;
    }

    @Override
    public Section section(Task task) {
        MatchTask match = Json.convert(task.body(), MatchTask.class);
        List<String> tables = match.inputs().stream().map(Input::table).toList();
        String about = "- Reads: " + tables.stream().distinct().collect(Collectors.joining("`, `", "`", "`"))
                + "\n- Writes: `" + match.target() + "`, " + Sql.replacing(match.slice()) + "\n";
        String code = Sql.views(python, tables) + "rows = " + python.query(query(match)) + "\n"
                + python.write(match.target(), match.slice());
        return new Section(about, code);
    }

    private static String query(MatchTask match) {
        StringBuilder sql = new StringBuilder(Sql.select(match.select()));
        for (int i = 0; i < match.inputs().size(); i++) {
            Input input = match.inputs().get(i);
            sql.append(i == 0 ? "FROM" : keyword(input.join())).append(' ').append(rows(input));
            String condition = condition(input);
            sql.append(condition.isEmpty() ? "\n" : "\n  ON " + condition + "\n");
        }

        sql.append(Sql.clause("WHERE", match.where()));
        List<String> groupBy = match.groupBy();
        if (groupBy != null && !groupBy.isEmpty()) {
            sql.append("GROUP BY ").append(String.join(", ", groupBy)).append('\n');
        }

        return sql.append(Sql.clause("HAVING", match.having())).toString();
    }

    private static String rows(Input input) {
        String view = Sql.view(input.table());
        String rows = input.where() == null ? view : "(SELECT * FROM " + view + " WHERE " + input.where() + ")";
        return rows + " AS " + Sql.name(alias(input));
    }

    private static String alias(Input input) {
        String table = input.table();
        return input.as() == null ? table.substring(table.lastIndexOf('.') + 1) : input.as();
    }

    private static String condition(Input input) {
        List<String> conditions = new ArrayList<>();
        if (input.on() != null) {
            conditions.add(input.within() == null ? input.on() : "(" + input.on() + ")");
        }

        Within within = input.within();
        if (within != null) {
            conditions.add(within.time() + " >= " + within.of() + shifted(" - ", within.before()));
            conditions.add(within.time() + " < " + within.of() + shifted(" + ", within.after()));
        }

        return String.join("\n  AND ", conditions);
    }

    private static String shifted(String sign, @Nullable String duration) {
        return duration == null ? "" : sign + Sql.interval(duration);
    }

    private static String keyword(@Nullable JoinType join) {
        return switch (join == null ? JoinType.INNER : join) {
            case INNER -> "JOIN";
            case LEFT -> "LEFT JOIN";
            case RIGHT -> "RIGHT JOIN";
            case FULL -> "FULL JOIN";
            case SEMI -> "LEFT SEMI JOIN";
            case ANTI -> "LEFT ANTI JOIN";
        };
    }
}
