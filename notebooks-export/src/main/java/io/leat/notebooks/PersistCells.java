package io.leat.notebooks;

import io.leat.core.batch.WriteMode;
import io.leat.core.job.PersistTask;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Persist: a table with its comments and constraints, made once, and one write under them. */
final class PersistCells implements TaskCells {
    private final Python python;

    PersistCells(Python python) {
        this.python = python;
    }

    @Override
    public Section section(Task task) {
        PersistTask persist = Json.convert(task.body(), PersistTask.class);
        return new Section(about(persist), rows(persist) + table(persist) + write(persist));
    }

    private static String about(PersistTask persist) {
        String how = switch (mode(persist)) {
            case APPEND -> "by append: each time this cell runs it adds the rows again";
            case OVERWRITE -> persist.slice() == null ? "replacing its rows" : Sql.replacing(persist.slice());
            case MERGE -> "merged by (" + String.join(", ", keys(persist)) + ")";
        };
        StringBuilder about = new StringBuilder(
                "- Reads: `%s`\n- Writes: `%s`, %s\n".formatted(persist.input(), persist.target(), how));
        constraints(persist)
                .forEach((name, rule) -> about.append("- Rule `")
                        .append(name)
                        .append("`: `")
                        .append(rule)
                        .append("`\n"));
        if (persist.notNull() != null) {
            about.append("- Never null: `")
                    .append(String.join("`, `", persist.notNull()))
                    .append("`\n");
        }

        return about.toString();
    }

    private String rows(PersistTask persist) {
        String view = Sql.view(persist.input());
        String select = Sql.select(persist.select()) + "FROM " + view + "\n" + Sql.clause("WHERE", persist.where());
        String rows = Sql.views(python, List.of(persist.input())) + "rows = " + python.query(select) + "\n";
        if (mode(persist) != WriteMode.MERGE) {
            return rows;
        }

        String latest = Sql.latest("persisted", keys(persist), persist.orderBy());
        return rows + "rows.createOrReplaceTempView(\"persisted\")\nrows = " + python.query(latest) + "\n";
    }

    private String table(PersistTask persist) {
        String comment = persist.comment() == null ? "" : "\n    .comment(" + python.text(persist.comment()) + ")";
        return """
                not_null = %s
                comments = %s
                constraints = %s
                fields = [
                    StructField(f.name, f.dataType, f.name not in not_null, {"comment": comments.get(f.name, "")})
                    for f in rows.schema.fields
                ]
                target = (
                    DeltaTable.createIfNotExists(spark)
                    .location(table_path(%s))
                    .addColumns(StructType(fields))%s
                    .execute()
                )
                there = target.detail().first()["properties"]
                for name, rule in constraints.items():
                    if f"delta.constraints.{name.lower()}" not in there:
                        location = table_path(%s)
                        spark.sql(f"ALTER TABLE delta.`{location}` ADD CONSTRAINT {name} CHECK ({rule})")
                """.formatted(
                        python.list(persist.notNull()),
                        python.dictionary(persist.columnComments()),
                        python.dictionary(constraints(persist)),
                        python.text(persist.target()),
                        comment,
                        python.text(persist.target()));
    }

    private String write(PersistTask persist) {
        if (mode(persist) == WriteMode.MERGE) {
            return """
                    keys = %s
                    (
                        target.alias("t")
                        .merge(rows.alias("r"), " AND ".join(f"t.`{k}` = r.`{k}`" for k in keys))
                        .whenMatchedUpdateAll()
                        .whenNotMatchedInsertAll()
                        .execute()
                    )
                    assert read_table(%s).groupBy(*keys).count().where("count > 1").isEmpty(), "a key has two rows"
                    """.formatted(python.list(keys(persist)), python.text(persist.target()));
        }

        if (persist.slice() != null) {
            return python.write(persist.target(), persist.slice());
        }

        return "rows.write.format(\"delta\").mode(%s).save(table_path(%s))\n"
                .formatted(
                        Python.literal(Json.mapper().convertValue(mode(persist), String.class)),
                        python.text(persist.target()));
    }

    private static WriteMode mode(PersistTask persist) {
        return persist.mode() == null ? WriteMode.OVERWRITE : persist.mode();
    }

    private static List<String> keys(PersistTask persist) {
        return Objects.requireNonNull(persist.keys(), "a merge has keys");
    }

    private static Map<String, String> constraints(PersistTask persist) {
        return persist.constraints() == null ? Map.of() : new LinkedHashMap<>(persist.constraints());
    }
}
