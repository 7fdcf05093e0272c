package io.leat.jobs.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.leat.core.job.IngestTask.Format;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Records that do not fit the schema, with their file and what is wrong with them. */
final class BadRows {
    static final String FILE = "__leat_file";

    private static final String AGAIN = "__leat_again";
    private static final int SHOWN = 100;

    private final SourceReader reader;
    private final Format format;
    private final SourceOptions options;

    BadRows(SourceReader reader, Format format, SourceOptions options) {
        this.reader = reader;
        this.format = format;
        this.options = options;
    }

    /** Rows of {@code _source}, {@code _raw} and {@code _message}. */
    Dataset<Row> of(List<FileGroup> groups) {
        UserDefinedFunction path =
                udf((UDF1<String, String>) uri -> new Path(URI.create(uri)).toString(), DataTypes.StringType);
        return groups.stream()
                .map(group -> reader.badRows(group)
                        .withColumn(AGAIN, again(group.columns()))
                        .select(
                                path.apply(col(FILE)).as("_source"),
                                col(SourceOptions.RAW).as("_raw"),
                                message(group.columns()).as("_message")))
                .reduce(Dataset::unionAll)
                .orElseThrow();
    }

    /** Such rows, but none. */
    static Dataset<Row> none(SparkSession spark) {
        StructType columns = new StructType()
                .add("_source", DataTypes.StringType)
                .add("_raw", DataTypes.StringType)
                .add("_message", DataTypes.StringType);
        return spark.createDataFrame(List.of(), columns);
    }

    /** As the quarantine table has them; its columns are the same for every source. */
    static Dataset<Row> quarantined(Dataset<Row> bad, long runId, String batchId) {
        return bad.select(
                lit(runId).as("_run_id"),
                lit(batchId).as("_batch"),
                col("_source"),
                col("_raw"),
                col("_message"),
                current_timestamp().as("_ts"));
    }

    /** The record once more, with all of its fields as text. */
    private Column again(StructType columns) {
        StructType text = new StructType();
        for (StructField field : columns.fields()) {
            text = text.add(field.name(), DataTypes.StringType);
        }
        text = text.add(SourceOptions.RAW, DataTypes.StringType);
        Map<String, String> how = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        how.putAll(options.forReading());
        how.remove("header");
        Column raw = col(SourceOptions.RAW);
        return format == Format.CSV
                ? from_csv(raw, text, SourceOptions.scalaMap(how))
                : from_json(raw, text, SourceOptions.scalaMap(how));
    }

    /** A field that is there as text and is not there with its type is what does not fit. */
    private Column message(StructType columns) {
        List<Column> reasons = new ArrayList<>();
        String shape = format == Format.CSV
                ? "does not have the %d fields of the schema".formatted(columns.length())
                : "is not a JSON object";
        reasons.add(when(col(AGAIN).getField(SourceOptions.RAW).isNotNull(), lit(shape)));
        for (StructField field : columns.fields()) {
            Column text = col(AGAIN).getField(field.name());
            Column typed = col("`" + field.name().replace("`", "``") + "`");
            String type = field.dataType().sql();
            Column shown = when(length(text).gt(SHOWN), concat(substring(text, 1, SHOWN), lit("…")))
                    .otherwise(text);
            reasons.add(when(
                    text.isNotNull().and(typed.isNull()),
                    concat(lit(field.name() + ": '"), shown, lit("' is not " + article(type) + type))));
        }
        reasons.add(lit("does not fit the schema"));
        return coalesce(reasons.toArray(Column[]::new));
    }

    private static String article(String type) {
        return "AEIO".indexOf(type.toUpperCase(Locale.ROOT).charAt(0)) >= 0 ? "an " : "a ";
    }
}
