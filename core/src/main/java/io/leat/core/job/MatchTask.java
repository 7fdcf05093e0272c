package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins tables, within time windows where asked, and writes the result to a table. */
@Doc("Joins two or more tables (or filters and aggregates one) and replaces the target with the result.")
public record MatchTask(
        @Doc(value = "The tables, in the order in which they are joined.", required = true)
        List<Input> inputs,

        @Doc(value = "Condition on the joined rows.", sql = true) @Nullable
        String where,

        @Doc(
                value = "Output columns in order: name, then expression over the inputs' aliases; an expression"
                        + " may aggregate when group_by is given. Without it, all columns of all inputs.",
                sql = true)
        @Nullable
        Map<String, String> select,

        @Doc(value = "Expressions to group by; they must stand in select too if they are to be seen.", sql = true)
        @Nullable
        List<String> groupBy,

        @Doc(value = "Condition on the groups, over the names of select.", sql = true) @Nullable
        String having,

        @Doc(value = "The table to write, as schema.table.", required = true, form = Doc.Form.TABLE)
        String target,

        @Doc("The part of the table that the result replaces. Without it, all.") @Nullable
        TaskSlice slice,

        @Doc("Comment of the table.") @Nullable String comment) {

    /** One table of a match. */
    @Doc("A table of a match.")
    public record Input(
            @Doc(value = "The table, as schema.table.", required = true, form = Doc.Form.TABLE)
            String table,

            @Doc("The name expressions use for it. Without it, the table's name without the schema.") @Nullable
            String as,

            @Doc(value = "Condition on its rows before the join.", sql = true) @Nullable
            String where,

            @Doc(value = "Join condition with the inputs before it; not for the first input.", sql = true) @Nullable
            String on,

            @Doc(value = "How it is joined: inner, left, right, full, semi or anti.", byDefault = "inner") @Nullable
            JoinType join,

            @Doc("Joins only rows whose times are close to those of an earlier input.") @Nullable
            Within within) {}

    /** A time window of a join. */
    @Doc("A row matches when its time lies in [other - before, other + after).")
    public record Within(
            @Doc(value = "Time of this input's row.", required = true, sql = true)
            String time,

            @Doc(value = "Time of the earlier input's row.", required = true, sql = true)
            String of,

            @Doc(value = "How long before, such as 30 minutes.", byDefault = "0 seconds", form = Doc.Form.DURATION)
            @Nullable
            String before,

            @Doc(
                    value = "How long after, such as 1 day; 0 leaves out the same instant.",
                    byDefault = "0 seconds",
                    form = Doc.Form.DURATION)
            @Nullable
            String after) {}

    /** The ways to join. */
    public enum JoinType {
        @JsonProperty("inner")
        INNER,
        @JsonProperty("left")
        LEFT,
        @JsonProperty("right")
        RIGHT,
        @JsonProperty("full")
        FULL,
        @JsonProperty("semi")
        SEMI,
        @JsonProperty("anti")
        ANTI
    }
}
