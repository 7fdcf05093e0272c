package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes features as they were known at each row's time. */
@Doc("Builds features for each row of a spine, from what was known before that row's time.")
public record FeaturesTask(
        @Doc(value = "The rows to build features for.", required = true)
        Spine spine,

        @Doc("Tables of timed facts, and the features taken from them.") @Nullable
        List<Source> sources,

        @Doc(
                value = "Further features, computed last: name, then expression over the spine's columns, the"
                        + " features above and the expressions before it.",
                sql = true)
        @Nullable
        Map<String, String> expressions,

        @Doc(value = "Whether a fact at exactly the row's time counts as known.", byDefault = "false") @Nullable
        Boolean inclusive,

        @Doc(value = "The table to write, as schema.table.", required = true, form = Doc.Form.TABLE)
        String target,

        @Doc("The part of the table that the rows replace. Without it, all.") @Nullable
        TaskSlice slice,

        @Doc("Comment of the table.") @Nullable String comment) {

    /** The rows features are built for. */
    @Doc("A table with keys and a time.")
    public record Spine(
            @Doc(value = "The table, as schema.table.", required = true, form = Doc.Form.TABLE)
            String table,

            @Doc(value = "Columns that say whose features these are.", required = true)
            List<String> keys,

            @Doc(
                    value = "Column with the time as of which features are taken. A row without it, or without a key,"
                            + " keeps its place; nothing is known about it.",
                    required = true)
            String timestamp,

            @Doc(value = "Condition on its rows.", sql = true) @Nullable
            String where,

            @Doc("Columns to keep besides keys and timestamp. Without it, all.") @Nullable
            List<String> columns) {}

    /** A table of timed facts. */
    @Doc("A table of facts, each with a time at which it was known.")
    public record Source(
            @Doc(value = "The table, as schema.table.", required = true, form = Doc.Form.TABLE)
            String table,

            @Doc("Its columns that match the spine's keys, in their order. Without it, columns of the same names.")
            @Nullable
            List<String> keys,

            @Doc(value = "Column with the time of the fact.", required = true)
            String timestamp,

            @Doc(
                    "Column with the time at which the fact became known, if later than its own. A fact without it, without"
                            + " a timestamp or without a key is left out and counted.")
            @Nullable
            String availableAt,

            @Doc(value = "Condition on its rows.", sql = true) @Nullable
            String where,

            @Doc(value = "What is taken from it.", required = true)
            List<Feature> features) {}

    /** One feature from one source. */
    @Doc("A feature: either the last value (as_of), or an aggregate over the time before (aggregate and over).")
    public record Feature(
            @Doc(value = "Name of the feature's column.", required = true)
            String name,

            @Doc(
                    value = "Expression over the source's columns, taken from the latest fact known (null if it is null"
                            + " there). Of facts of the same time the one known last counts, then the greatest.",
                    sql = true)
            @Nullable
            String asOf,

            @Doc(
                    value = "How old a value as_of may be, such as 7 days; older ones count as unknown.",
                    form = Doc.Form.DURATION)
            @Nullable
            String maxAge,

            @Doc(
                    "count, sum, avg, min or max. Over no facts count is 0 and the others are null. Sums are exact, and those"
                            + " of doubles rounded once; sum keeps whole numbers BIGINT and decimals decimal, avg is DOUBLE.")
            @Nullable
            Aggregate aggregate,

            @Doc(
                    value = "Expression over the source's columns that is aggregated; nulls are not. Without it, count"
                            + " counts facts.",
                    sql = true)
            @Nullable
            String value,

            @Doc(
                    value = "How far back the aggregate reaches, such as 30 days: facts in [time - over, time).",
                    form = Doc.Form.DURATION)
            @Nullable
            String over) {}

    /** The aggregates over time windows. */
    public enum Aggregate {
        @JsonProperty("count")
        COUNT,
        @JsonProperty("sum")
        SUM,
        @JsonProperty("avg")
        AVG,
        @JsonProperty("min")
        MIN,
        @JsonProperty("max")
        MAX
    }
}
