package io.leat.notebooks;

import io.leat.core.job.FeaturesTask;
import io.leat.core.job.FeaturesTask.Feature;
import io.leat.core.job.FeaturesTask.Source;
import io.leat.core.job.FeaturesTask.Spine;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Features: each spine row meets the facts known before its time, one join a source, then one group a row. */
final class FeaturesCells implements TaskCells {
    private final Python python;

    FeaturesCells(Python python) {
        this.python = python;
    }

    @Override
    public Section section(Task task) {
        FeaturesTask features = Json.convert(task.body(), FeaturesTask.class);
        List<String> tables = Stream.concat(
                        Stream.of(features.spine().table()),
                        sources(features).stream().map(Source::table))
                .distinct()
                .toList();
        String code = Sql.views(python, tables) + spine(features.spine()) + "rows = " + python.query(query(features))
                + "\n" + python.write(features.target(), features.slice());
        return new Section(about(features, tables), code);
    }

    private static String about(FeaturesTask features, List<String> tables) {
        Spine spine = features.spine();
        String known = isInclusive(features) ? "at or before" : "strictly before";
        return """
                - Reads: `%s`
                - Writes: `%s`, %s
                - One row for each row of `%s`, by (%s) as of `%s`; only facts known %s that time count.
                """.formatted(
                        String.join("`, `", tables),
                        features.target(),
                        Sql.replacing(features.slice()),
                        spine.table(),
                        String.join(", ", spine.keys()),
                        spine.timestamp(),
                        known);
    }

    /** The spine's rows with a number each, so that a row stays one row whatever it is joined with. */
    private String spine(Spine spine) {
        List<String> columns = new ArrayList<>();
        if (spine.columns() != null) {
            Stream.of(spine.keys(), List.of(spine.timestamp()), spine.columns())
                    .flatMap(List::stream)
                    .distinct()
                    .forEach(columns::add);
        }

        String select = "SELECT " + (columns.isEmpty() ? "*" : Sql.names(columns)) + "\nFROM " + Sql.view(spine.table())
                + "\n" + Sql.clause("WHERE", spine.where());
        return "spine = " + python.query(select)
                + "\nspine = spine.withColumn(\"_row\", F.monotonically_increasing_id()).localCheckpoint()"
                + "\nspine.createOrReplaceTempView(\"spine\")\n";
    }

    private static String query(FeaturesTask features) {
        List<String> views = new ArrayList<>();
        StringBuilder known = new StringBuilder("known AS (\n  SELECT s.* EXCEPT (_row)");
        StringBuilder joins = new StringBuilder();
        for (int i = 0; i < sources(features).size(); i++) {
            Source source = sources(features).get(i);
            int number = i + 1;
            views.add(facts(features.spine(), source, number));
            views.add(atTime(features, source, number));
            source.features().forEach(f -> known.append(", k%d.%s".formatted(number, Sql.name(f.name()))));
            joins.append("  JOIN known_%1$d AS k%1$d ON k%1$d._row = s._row\n".formatted(number));
        }

        views.add(
                known.append("\n  FROM spine AS s\n").append(joins).append(")").toString());
        String expressions = features.expressions() == null
                ? ""
                : features.expressions().entrySet().stream()
                        .map(e -> ",\n  " + e.getValue().strip() + " AS " + Sql.name(e.getKey()))
                        .collect(Collectors.joining());
        return "WITH " + String.join(",\n", views) + "\nSELECT *" + expressions + "\nFROM known\n";
    }

    /** A source's facts: keys, the time of each, when it was known, and the features' values. */
    private static String facts(Spine spine, Source source, int number) {
        List<String> keys = source.keys() == null ? spine.keys() : source.keys();
        StringBuilder sql = new StringBuilder("facts_%d AS (\n  SELECT ".formatted(number));
        for (int i = 0; i < keys.size(); i++) {
            sql.append(Sql.name(keys.get(i))).append(" AS _key_").append(i + 1).append(", ");
        }

        String time = Sql.name(source.timestamp());
        String available = source.availableAt() == null ? time : known(time, Sql.name(source.availableAt()));
        sql.append(time).append(" AS _at, ").append(available).append(" AS _known");
        for (Feature feature : source.features()) {
            sql.append(",\n    ").append(value(feature)).append(" AS ").append(Sql.name(feature.name()));
        }

        String where = source.where() == null
                ? ""
                : "\n  " + Sql.clause("WHERE", source.where()).strip();
        return sql.append("\n  FROM ")
                .append(Sql.view(source.table()))
                .append(where)
                .append("\n)")
                .toString();
    }

    /** Not before its own time; null if either is, so that the fact is left out. */
    private static String known(String time, String available) {
        return "CASE WHEN %2$s >= %1$s THEN %2$s WHEN %2$s < %1$s THEN %1$s END".formatted(time, available);
    }

    private static String value(Feature feature) {
        String given = feature.asOf() != null ? feature.asOf() : feature.value();
        return given == null ? "1" : given.strip();
    }

    /** A source's features for each spine row. */
    private static String atTime(FeaturesTask features, Source source, int number) {
        Spine spine = features.spine();
        String before = isInclusive(features) ? " <= " : " < ";
        String time = "s." + Sql.name(spine.timestamp());
        String columns = source.features().stream()
                .map(feature -> "    " + aggregate(feature, time) + " AS " + Sql.name(feature.name()))
                .collect(Collectors.joining(",\n"));
        StringBuilder join = new StringBuilder();
        for (int i = 0; i < spine.keys().size(); i++) {
            join.append("f._key_%d = s.%s AND "
                    .formatted(i + 1, Sql.name(spine.keys().get(i))));
        }

        return """
                known_%1$d AS (
                  SELECT s._row,
                %2$s
                  FROM spine AS s LEFT JOIN facts_%1$d AS f
                    ON %3$sf._known%4$s%5$s
                  GROUP BY s._row
                )""".formatted(number, columns, join, before, time);
    }

    private static String aggregate(Feature feature, String time) {
        String name = "f." + Sql.name(feature.name());
        String window = feature.asOf() != null ? feature.maxAge() : feature.over();
        String filter = window == null ? "" : " FILTER (WHERE f._at >= " + time + " - " + Sql.interval(window) + ")";
        if (feature.asOf() != null) {
            return "max_by(" + name + ", struct(f._at, f._known, " + name + "))" + filter;
        }

        return Json.mapper().convertValue(feature.aggregate(), String.class) + "(" + name + ")" + filter;
    }

    private static List<Source> sources(FeaturesTask features) {
        return features.sources() == null ? List.of() : features.sources();
    }

    private static boolean isInclusive(FeaturesTask features) {
        return Boolean.TRUE.equals(features.inclusive());
    }
}
