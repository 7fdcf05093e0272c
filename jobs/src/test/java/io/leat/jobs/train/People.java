package io.leat.jobs.train;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Made-up rows with a signal in each type of feature: several rows a person, some values missing. */
final class People {
    static final List<String> FEATURES = List.of("age", "spent", "member", "city", "noise");
    private static final StructType TYPE = StructType.fromDDL("person BIGINT, age INT, spent DECIMAL(10,2),"
            + " member BOOLEAN, city STRING, noise DOUBLE, buys INT, amount DOUBLE");
    private static final String[] CITIES = {"Ankara", "İzmir", "Kars"};

    private People() {}

    static Dataset<Row> table(SparkSession spark, int count) {
        return spark.createDataFrame(rows(count, new Random(11)), TYPE).repartition(3);
    }

    /** The same rows, with labels that have nothing to do with them. */
    static Dataset<Row> shuffledLabels(SparkSession spark, int count) {
        List<Row> rows = rows(count, new Random(11));
        List<Object> labels =
                new ArrayList<>(rows.stream().map(row -> row.get(6)).toList());
        Collections.shuffle(labels, new Random(12));
        List<Row> shuffled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            shuffled.add(RowFactory.create(
                    row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5), labels.get(i), row.get(7)));
        }
        return spark.createDataFrame(shuffled, TYPE);
    }

    private static List<Row> rows(int count, Random random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int age = 18 + random.nextInt(60);
            double spent = Math.exp(random.nextGaussian());
            boolean member = random.nextInt(3) == 0;
            int city = random.nextInt(CITIES.length);
            double pull = (age - 48) / 15.0 + spent * 0.4 + (member ? 1 : -0.5) + (city - 1) * 1.2;
            boolean buys = random.nextDouble() < 1 / (1 + Math.exp(-pull));
            rows.add(RowFactory.create(
                    (long) (i / 3),
                    orMissing(random, age),
                    orMissing(random, BigDecimal.valueOf(Math.round(spent * 100), 2)),
                    orMissing(random, member),
                    orMissing(random, CITIES[city]),
                    random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian(),
                    buys ? 1 : 0,
                    pull * 10 + random.nextGaussian()));
        }
        return rows;
    }

    private static @Nullable Object orMissing(Random random, Object value) {
        return random.nextInt(20) == 0 ? null : value;
    }
}
