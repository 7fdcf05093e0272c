import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The six tasks of examples/clicks-orders as one plain Spark and Delta program: what Leat is measured against.
 *
 * <p>{@code ClicksOrders DATA FOLDER} stays and answers lines on its input: {@code go N} does everything anew in
 * FOLDER/N, except that the gold table is one for all; {@code check PATH} tells a table's rows and checksum;
 * {@code append SOURCE PATH} only appends JSON clicks to a table.
 * {@code ClicksOrders DATA FOLDER STEP} does one step and ends.
 */
public final class ClicksOrders {
    private static final String CLICKS =
            "click_id BIGINT, user_id BIGINT, product_id BIGINT, referrer STRING, price DOUBLE, dwell_seconds INT, clicked_at TIMESTAMP";
    private static final String ORDERS =
            "order_id BIGINT, user_id BIGINT, product_id BIGINT, quantity INT, amount DOUBLE, ordered_at TIMESTAMP";

    private final SparkSession spark;
    private final String data;
    private final String folder;
    private final String gold;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "ingest");
        thread.setDaemon(true);
        return thread;
    });

    private ClicksOrders(SparkSession spark, String data, String folder, String gold) {
        this.spark = spark;
        this.data = data;
        this.folder = folder;
        this.gold = gold;
    }

    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder().getOrCreate();
        if (args.length == 3) {
            new ClicksOrders(spark, args[0], args[1], args[1] + "/gold").step(args[2]);
        } else {
            serve(spark, args[0], args[1]);
        }
        spark.stop();
    }

    private static void serve(SparkSession spark, String data, String folder) throws Exception {
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("go")) {
                System.out.println(
                        new ClicksOrders(spark, data, folder + "/" + words[1], folder + "/gold").all());
            } else if (words[0].equals("append")) {
                String[] paths = words[1].split(" ");
                System.out.println("{\"ms\":" + timed(() -> append(spark, paths[0], paths[1])) + "}");
            } else {
                System.out.println(checked(spark, words[1]));
            }
        }
    }

    private String all() throws Exception {
        Map<String, Long> millis = new LinkedHashMap<>();
        long began = System.nanoTime();
        Future<Long> clicks = threads.submit(() -> timed(() -> step("clicks_ingest")));
        Future<Long> orders = threads.submit(() -> timed(() -> step("orders_ingest")));
        millis.put("clicks_ingest", result(clicks));
        millis.put("orders_ingest", result(orders));
        for (String step : List.of("match", "build_features", "persist_features")) {
            millis.put(step, timed(() -> step(step)));
        }
        String[] model = new String[1];
        millis.put("train", timed(() -> model[0] = step("train")));
        millis.put("total", (System.nanoTime() - began) / 1_000_000);
        threads.shutdown();
        String times = millis.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                .collect(Collectors.joining(","));
        return "{\"ms\":{" + times + "},\"metrics\":" + model[0] + "}";
    }

    private String step(String name) throws IOException {
        Tables tables = new Tables(spark);
        switch (name) {
            case "clicks_ingest" -> tables.ingest(
                    "json", data + "/clicks", CLICKS, folder + "/bronze/clicks", "Clicks as received, repeats included");
            case "orders_ingest" -> tables.ingest(
                    "csv", data + "/orders", ORDERS, folder + "/bronze/orders", "Orders as received");
            case "match" -> tables.match(
                    folder + "/bronze/clicks", folder + "/bronze/orders", folder + "/silver/click_outcomes");
            case "build_features" -> tables.features(
                    folder + "/silver/click_outcomes", folder + "/bronze/orders", folder + "/silver/click_features");
            case "persist_features" -> tables.persist(folder + "/silver/click_features", gold + "/click_features");
            case "train" -> {
                return new Model(spark).train(gold + "/click_features", folder + "/models/clicks_orders");
            }
            default -> throw new IllegalArgumentException("no step " + name);
        }
        return "{}";
    }

    private static Object append(SparkSession spark, String source, String target) {
        spark.read().schema(CLICKS).json(source).write().format("delta").mode("append").save(target);
        return target;
    }

    private static long timed(Callable<?> work) throws Exception {
        long began = System.nanoTime();
        work.call();
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static long result(Future<Long> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Rows, and a sum of hashes that does not depend on their order, nor on the last digits of doubles. */
    private static String checked(SparkSession spark, String path) {
        Dataset<Row> rows = spark.read().format("delta").load(path);
        Column[] columns = java.util.Arrays.stream(rows.columns())
                .sorted()
                .map(name -> rows.schema().apply(name).dataType().equals(DataTypes.DoubleType)
                        ? functions.round(functions.col(name), 6)
                        : functions.col(name))
                .toArray(Column[]::new);
        Row row = rows.agg(
                        functions.count(functions.lit(1)),
                        functions.sum(functions.xxhash64(columns).cast("decimal(20,0)")))
                .head();
        return String.format(Locale.ROOT, "{\"rows\":%d,\"checksum\":\"%s\"}", row.getLong(0), row.getDecimal(1));
    }
}
