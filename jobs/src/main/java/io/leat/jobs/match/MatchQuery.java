package io.leat.jobs.match;

import static io.leat.jobs.expression.TaskSql.inline;
import static io.leat.jobs.expression.TaskSql.quote;

import io.leat.core.job.MatchTask;
import io.leat.core.job.MatchTask.Input;
import io.leat.core.job.MatchTask.JoinType;
import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.Projection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A match task as one SQL query over temporary views that carry the inputs' aliases.
 *
 * @param views table by alias, in the order of the inputs
 */
record MatchQuery(Map<String, String> views, String sql, List<Part> parts) {
    static final String TASK = "match_task";

    static MatchQuery of(MatchTask task) {
        return new Builder(task).build();
    }

    /** Refuses a result whose columns cannot be told apart; names differ in more than case. */
    void checkColumns(String[] columns) {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column.toLowerCase(Locale.ROOT))) {
                throw MatchErrors.columnTwice(column);
            }
        }
    }

    private static final class Builder {
        private final MatchTask task;
        private final Map<String, String> views = new LinkedHashMap<>();
        private final List<Part> parts = new ArrayList<>();
        private String from = "";

        Builder(MatchTask task) {
            this.task = task;
        }

        MatchQuery build() {
            if (task.groupBy() != null
                    && (task.select() == null || task.select().isEmpty())) {
                throw MatchErrors.groupedWithoutSelect();
            }
            for (int i = 0; i < task.inputs().size(); i++) {
                add(task.inputs().get(i), i);
            }
            Projection select = Projection.of(TASK + ".select", task.select(), from);
            StringBuilder sql = new StringBuilder("SELECT " + select.sql() + " FROM " + from);
            if (task.where() != null) {
                parts.add(new Part(TASK + ".where", task.where(), from));
                sql.append(" WHERE ").append(inline(task.where()));
            }
            appendGroups(sql);
            parts.addAll(select.parts());
            return new MatchQuery(views, having(sql.toString()), parts);
        }

        private void add(Input input, int index) {
            String option = "%s.inputs[%d]".formatted(TASK, index);
            String alias = input.as() == null ? simpleName(input.table()) : input.as();
            if (views.putIfAbsent(alias, input.table()) != null) {
                throw MatchErrors.aliasTwice(option, alias);
            }
            String rows = rows(input, option, quote(alias));
            if (index == 0) {
                if (input.on() != null || input.within() != null || input.join() != null) {
                    throw MatchErrors.conditionOnFirst(option);
                }
                from = rows;
                return;
            }
            String both = from + " CROSS JOIN " + rows;
            String condition = condition(input, option, both);
            from = "%s %s %s ON %s".formatted(from, keyword(input.join()), rows, condition);
        }

        private String rows(Input input, String option, String alias) {
            if (input.where() == null) {
                return alias;
            }
            parts.add(new Part(option + ".where", input.where(), alias));
            return "(SELECT * FROM %s WHERE %s) AS %s".formatted(alias, inline(input.where()), alias);
        }

        private String condition(Input input, String option, String both) {
            List<String> conditions = new ArrayList<>();
            if (input.on() != null) {
                parts.add(new Part(option + ".on", input.on(), both));
                conditions.add(inline(input.on()));
            }
            if (input.within() != null) {
                TimeWindow window = TimeWindow.of(input.within(), option + ".within");
                window.parts(both).forEach(parts::add);
                conditions.add(window.condition());
            }
            if (conditions.isEmpty()) {
                throw MatchErrors.noCondition(option);
            }
            return String.join(" AND ", conditions);
        }

        private void appendGroups(StringBuilder sql) {
            if (task.groupBy() == null || task.groupBy().isEmpty()) {
                return;
            }
            List<String> groups = new ArrayList<>();
            for (int i = 0; i < task.groupBy().size(); i++) {
                String expression = task.groupBy().get(i);
                parts.add(new Part("%s.group_by[%d]".formatted(TASK, i), expression, from));
                groups.add(inline(expression));
            }
            sql.append(" GROUP BY ").append(String.join(", ", groups));
        }

        private String having(String sql) {
            if (task.having() == null) {
                return sql;
            }
            String groups = "(" + sql + ") AS `groups`";
            parts.add(new Part(TASK + ".having", task.having(), groups));
            return "SELECT * FROM %s WHERE %s".formatted(groups, inline(task.having()));
        }

        private static String simpleName(String table) {
            return table.substring(table.lastIndexOf('.') + 1);
        }

        private static String keyword(@Nullable JoinType join) {
            return switch (join == null ? JoinType.INNER : join) {
                case INNER -> "INNER JOIN";
                case LEFT -> "LEFT JOIN";
                case RIGHT -> "RIGHT JOIN";
                case FULL -> "FULL JOIN";
                case SEMI -> "LEFT SEMI JOIN";
                case ANTI -> "LEFT ANTI JOIN";
            };
        }
    }
}
