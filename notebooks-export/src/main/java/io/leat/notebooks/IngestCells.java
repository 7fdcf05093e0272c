package io.leat.notebooks;

import io.leat.core.batch.WriteMode;
import io.leat.core.job.IngestTask;
import io.leat.core.job.IngestTask.BadRecords;
import io.leat.core.job.IngestTask.Format;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Objects;

/** Ingest: read the files, set bad records apart, write. A notebook keeps no checkpoint, so it reads all files. */
final class IngestCells implements TaskCells {
    private static final String BAD = "_corrupt_record";
    private final Python python;

    IngestCells(Python python) {
        this.python = python;
    }

    @Override
    public Section section(Task task) {
        IngestTask ingest = Json.convert(task.body(), IngestTask.class);
        boolean isText = ingest.source().format() != Format.PARQUET;
        String code = isText ? readText(ingest) + badRecords(task, ingest) : readParquet(task, ingest);
        return new Section(about(ingest, isText), code + write(ingest));
    }

    private static String about(IngestTask ingest, boolean isText) {
        String records = isText ? "- Records that do not fit the schema: " + bad(ingest) + "\n" : "";
        return """
                - Reads: `%s` (%s)
                - Writes: `%s`
                %s- Leat reads new files only, each once. This notebook keeps no record of what it has read: it reads
                  all files and replaces the table.
                """.formatted(ingest.source().path(), name(ingest.source().format()), ingest.target(), records);
    }

    private static String bad(IngestTask ingest) {
        return switch (policy(ingest)) {
            case QUARANTINE -> "written to `" + quarantine(ingest) + "`";
            case FAIL -> "fail the task";
            case DROP -> "counted and dropped";
        };
    }

    private String readText(IngestTask ingest) {
        return """
                options = %s
                schema = %s
                lines = (
                    spark.read.format(%s)
                    .options(recursiveFileLookup="true", **options)
                    .options(mode="PERMISSIVE", columnNameOfCorruptRecord="_corrupt_record")
                    .schema(schema)
                    .load(resolve(%s))
                    .withColumn("_source", F.col("_metadata.file_path"))
                    .cache()
                )
                """.formatted(
                        python.dictionary(ingest.source().options()),
                        schema(ingest),
                        Python.literal(name(ingest.source().format())),
                        python.text(ingest.source().path()));
    }

    private String schema(IngestTask ingest) {
        String declared = ingest.source().schema();
        if (declared != null) {
            return python.text(declared + ", " + BAD + " STRING");
        }

        return """
                (
                    spark.read.format(%s)
                    .options(recursiveFileLookup="true", inferSchema="true", **options)
                    .load(resolve(%s))
                    .drop("_corrupt_record")
                    .schema.add("_corrupt_record", "string")
                )""".formatted(
                        Python.literal(name(ingest.source().format())),
                        python.text(ingest.source().path()));
    }

    private String badRecords(Task task, IngestTask ingest) {
        String split = """
                bad = lines.where("_corrupt_record IS NOT NULL").selectExpr("_source", "_corrupt_record AS _raw")
                rows = lines.where("_corrupt_record IS NULL").drop("_corrupt_record", "_source")
                counts[%s] = {"read": lines.count(), "loaded": rows.count(), "bad": bad.count()}
                """.formatted(Python.literal(task.taskKey()));
        return split
                + switch (policy(ingest)) {
                    case QUARANTINE -> "write_table(bad, " + python.text(quarantine(ingest)) + ")\n";
                    case FAIL -> "if not bad.isEmpty():\n    raise ValueError(f\"bad records: {bad.take(3)}\")\n";
                    case DROP -> "";
                };
    }

    private String readParquet(Task task, IngestTask ingest) {
        return """
                options = %s
                rows = (
                    spark.read.format("parquet")
                    .options(recursiveFileLookup="true", **options)
                    .load(resolve(%s))
                )
                counts[%s] = {"read": rows.count(), "loaded": rows.count(), "bad": 0}
                """.formatted(
                        python.dictionary(ingest.source().options()),
                        python.text(ingest.source().path()),
                        Python.literal(task.taskKey()));
    }

    private String write(IngestTask ingest) {
        String write = "write_table(rows, " + python.text(ingest.target()) + ")\n";
        if (ingest.mode() != WriteMode.MERGE) {
            return write;
        }

        List<String> keys = Objects.requireNonNull(ingest.keys(), "a merge has keys");
        String latest = python.query(Sql.latest("ingested", keys, ingest.orderBy()));
        return "rows.createOrReplaceTempView(\"ingested\")\nrows = " + latest + "\n" + write;
    }

    private static BadRecords policy(IngestTask ingest) {
        return ingest.onBadRecords() == null ? BadRecords.QUARANTINE : ingest.onBadRecords();
    }

    private static String quarantine(IngestTask ingest) {
        return ingest.quarantine() == null ? ingest.target() + "_quarantine" : ingest.quarantine();
    }

    private static String name(Format format) {
        return Json.mapper().convertValue(format, String.class);
    }
}
