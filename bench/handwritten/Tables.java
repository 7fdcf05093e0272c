import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The steps that write tables. A table is created with its columns and comments, then written: two commits. */
final class Tables {
    private static final Set<String> NOT_NULL = Set.of("click_id", "user_id", "clicked_at", "ordered");
    private static final Map<String, String> COMMENTS = Map.of(
            "ordered", "Whether the user ordered the product within a day of the click",
            "looks_before", "Clicks of the user on the product in the day before",
            "dwell_7d", "Mean seconds the user stayed, over the clicks of 7 days they had left by then");

    private final SparkSession spark;

    Tables(SparkSession spark) {
        this.spark = spark;
    }

    void ingest(String format, String source, String columns, String target, String comment) {
        Dataset<Row> records = spark.read()
                .format(format)
                .schema(columns + ", _raw STRING")
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", "_raw")
                .option("columnPruning", "false")
                .option("header", "true")
                .load(source)
                .withColumn("_source", col("_metadata.file_path"))
                .cache(); // as Spark asks for when records that do not fit are looked for
        try {
            Dataset<Row> bad = records.where("_raw IS NOT NULL")
                    .select(
                            col("_source"),
                            col("_raw"),
                            lit("does not fit the schema").as("_message"),
                            current_timestamp().as("_ts"));
            append(bad, target + "_quarantine", "");
            append(records.where("_raw IS NULL").drop("_raw", "_source"), target, comment);
        } finally {
            records.unpersist();
        }
    }

    void match(String clicks, String orders, String target) {
        delta(clicks).createOrReplaceTempView("clicks");
        delta(orders).createOrReplaceTempView("orders");
        overwrite(spark.sql("""
                SELECT c.click_id, c.user_id, c.product_id, c.referrer, c.price, c.dwell_seconds, c.clicked_at,
                       timestampadd(SECOND, c.dwell_seconds, c.clicked_at) AS left_at,
                       count(DISTINCT e.click_id) AS looks_before,
                       count(o.order_id) > 0 AS ordered
                FROM clicks c
                LEFT JOIN orders o ON o.user_id = c.user_id AND o.product_id = c.product_id
                     AND o.ordered_at >= c.clicked_at AND o.ordered_at < c.clicked_at + INTERVAL 1 DAY
                LEFT JOIN clicks e ON e.user_id = c.user_id AND e.product_id = c.product_id
                     AND e.clicked_at >= c.clicked_at - INTERVAL 1 DAY AND e.clicked_at < c.clicked_at
                GROUP BY c.click_id, c.user_id, c.product_id, c.referrer, c.price, c.dwell_seconds, c.clicked_at
                """), target, "One row a click, with its outcome");
    }

    void features(String outcomes, String orders, String target) {
        delta(outcomes).createOrReplaceTempView("outcomes");
        delta(orders).createOrReplaceTempView("orders");
        overwrite(spark.sql("""
                WITH by_clicks AS (
                  SELECT s.click_id,
                         count_if(f.clicked_at >= s.clicked_at - INTERVAL 30 MINUTES) AS clicks_30m,
                         count(f.click_id) AS clicks_7d,
                         max(f.clicked_at) AS last_clicked_at,
                         avg(f.dwell_seconds) FILTER (WHERE f.left_at < s.clicked_at) AS dwell_7d
                  FROM outcomes s LEFT JOIN outcomes f ON f.user_id = s.user_id
                       AND f.clicked_at >= s.clicked_at - INTERVAL 7 DAYS AND f.clicked_at < s.clicked_at
                  GROUP BY s.click_id),
                by_orders AS (
                  SELECT s.click_id, count(o.order_id) AS orders_7d, sum(o.amount) AS spent_7d,
                         max_by(o.amount, o.ordered_at) AS last_amount
                  FROM outcomes s LEFT JOIN orders o ON o.user_id = s.user_id
                       AND o.ordered_at >= s.clicked_at - INTERVAL 7 DAYS AND o.ordered_at < s.clicked_at
                  GROUP BY s.click_id)
                SELECT s.user_id, s.clicked_at, s.click_id, s.product_id, s.referrer, s.price, s.looks_before, s.ordered,
                       clicks_30m, clicks_7d, last_clicked_at, dwell_7d, orders_7d, spent_7d, last_amount,
                       hour(s.clicked_at) AS hour_of_day,
                       (unix_timestamp(s.clicked_at) - unix_timestamp(last_clicked_at)) / 60 AS minutes_since_click,
                       coalesce(orders_7d, 0) / (1 + coalesce(clicks_7d, 0)) AS orders_per_click
                FROM outcomes s JOIN by_clicks USING (click_id) JOIN by_orders USING (click_id)
                """), target, "Clicks with what was known about their users before");
    }

    void persist(String input, String target) {
        Dataset<Row> rows = delta(input);
        StructType columns = new StructType();
        for (StructField field : rows.schema().fields()) {
            columns = columns.add(new StructField(
                    field.name(), field.dataType(), !NOT_NULL.contains(field.name()), described(field.name())));
        }
        boolean fresh = !DeltaTable.isDeltaTable(spark, target);
        if (fresh) {
            created(target, columns, "Features and outcome of each click, for training")
                    .property("delta.constraints.price_is_positive", "price > 0")
                    .property("delta.constraints.looks_are_counted", "looks_before >= 0")
                    .execute();
            rows.write().format("delta").mode("append").save(target);
        } else {
            DeltaTable.forPath(spark, target)
                    .as("old")
                    .merge(rows.as("new"), "old.click_id = new.click_id")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .execute();
        }
    }

    private static org.apache.spark.sql.types.Metadata described(String column) {
        MetadataBuilder metadata = new MetadataBuilder();
        if (COMMENTS.containsKey(column)) {
            metadata.putString("comment", COMMENTS.get(column));
        }
        return metadata.build();
    }

    private Dataset<Row> delta(String path) {
        return spark.read().format("delta").load(path);
    }

    private void append(Dataset<Row> rows, String path, String comment) {
        if (!DeltaTable.isDeltaTable(spark, path)) {
            created(path, rows.schema().asNullable(), comment).execute();
        }
        rows.write().format("delta").mode("append").save(path);
    }

    private void overwrite(Dataset<Row> rows, String path, String comment) {
        if (!DeltaTable.isDeltaTable(spark, path)) {
            created(path, rows.schema().asNullable(), comment).execute();
        }
        rows.write().format("delta").mode("overwrite").save(path);
    }

    private DeltaTableBuilder created(String path, StructType columns, String comment) {
        return DeltaTable.create(spark).location(path).addColumns(columns).comment(comment);
    }
}
