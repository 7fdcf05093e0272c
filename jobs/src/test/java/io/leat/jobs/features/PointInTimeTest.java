package io.leat.jobs.features;

import static io.leat.core.job.FeaturesTask.Aggregate.AVG;
import static io.leat.core.job.FeaturesTask.Aggregate.COUNT;
import static io.leat.core.job.FeaturesTask.Aggregate.MAX;
import static io.leat.core.job.FeaturesTask.Aggregate.MIN;
import static io.leat.core.job.FeaturesTask.Aggregate.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.job.FeaturesTask;
import io.leat.core.job.FeaturesTask.Aggregate;
import io.leat.core.job.FeaturesTask.Feature;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.features.Oracle.Fact;
import io.leat.jobs.features.Oracle.Spine;
import io.leat.jobs.testing.TestSpark;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointInTimeTest {
    private static final int CASES = 300; // in each of four jobs
    private static final StructType SPINE = StructType.fromDDL("id INT, g INT, k STRING, t TIMESTAMP");
    private static final StructType FACTS =
            StructType.fromDDL("g INT, k STRING, t TIMESTAMP, known TIMESTAMP, d DOUBLE,"
                    + " i INT, s STRING, m DECIMAL(10,2), w DECIMAL(30,5), f FLOAT");

    private static final List<Feature> FEATURES = List.of(
            asOf("last_d", "d", null),
            asOf("last_s", "s", "7 seconds"),
            window("facts", COUNT, null, "10 seconds"),
            window("known_s", COUNT, "s", "3 seconds"),
            window("sum_d", SUM, "d", "10 seconds"),
            window("sum_d_short", SUM, "d", "2 seconds 5 microseconds"),
            window("avg_d", AVG, "d", "10 seconds"),
            window("min_d", MIN, "d", "10 seconds"),
            window("max_d", MAX, "d", "4 seconds"),
            window("sum_i", SUM, "i", "5 seconds"),
            window("avg_i", AVG, "i", "30 seconds"),
            window("max_s", MAX, "s", "10 seconds"),
            window("min_s", MIN, "s", "10 seconds"),
            window("sum_m", SUM, "m", "10 seconds"),
            window("avg_m", AVG, "m", "10 seconds"),
            window("min_m", MIN, "m", "10 seconds"),
            window("sum_w", SUM, "w", "10 seconds"),
            window("avg_w", AVG, "w", "10 seconds"),
            window("max_w", MAX, "w", "10 seconds"),
            window("nothing", COUNT, null, "0 seconds"));

    @TempDir
    private Path warehouse;

    private SparkSession spark;

    @BeforeEach
    void givenASession() {
        spark = TestSpark.session(warehouse);
    }

    private static Feature asOf(String name, String value, @Nullable String maxAge) {
        return new Feature(name, value, maxAge, null, null, null);
    }

    private static Feature window(String name, Aggregate aggregate, @Nullable String value, String over) {
        return new Feature(name, null, null, aggregate, value, over);
    }

    @Test
    void equalsBruteForceBeforeTheInstant() {
        compare(new Random(1), false, false);
    }

    @Test
    void equalsBruteForceUpToTheInstant() {
        compare(new Random(2), true, false);
    }

    @Test
    void equalsBruteForceWithLateKnowledge() {
        compare(new Random(3), false, true);
    }

    @Test
    void equalsBruteForceUpToTheInstantWithLateKnowledge() {
        compare(new Random(4), true, true);
    }

    private void compare(Random random, boolean inclusive, boolean late) {
        List<Spine> spine = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        Oracle oracle = new Oracle(FEATURES, inclusive);
        for (int group = 0; group < CASES; group++) {
            List<Spine> own = spine(random, group);
            List<Fact> ownFacts = facts(random, group, late);
            own.forEach(row -> expected.add(oracle.row(row, ownFacts)));
            spine.addAll(own);
            facts.addAll(ownFacts);
        }

        List<List<Object>> actual = features(spine, facts, inclusive, late);

        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i))
                    .as("%s inclusive=%s", spine.get(i), inclusive)
                    .isEqualTo(expected.get(i));
        }
    }

    private static List<Spine> spine(Random random, int group) {
        List<Spine> rows = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            rows.add(new Spine(group, key(random), random.nextInt(12) == 0 ? null : time(random)));
        }
        return rows;
    }

    private static List<Fact> facts(Random random, int group, boolean late) {
        List<Fact> facts = new ArrayList<>();
        for (int i = random.nextInt(group % 20 == 0 ? 800 : 40); i > 0; i--) {
            Long time = random.nextInt(12) == 0 ? null : time(random);
            Long known = time;
            if (late && random.nextInt(20) == 0) {
                known = null;
            } else if (late && time != null) {
                known = time + (random.nextInt(3) - 1) * 1_000_000L * random.nextInt(9);
            }
            facts.add(new Fact(group, key(random), time, known, values(random)));
        }
        return facts;
    }

    private static @Nullable String key(Random random) {
        int which = random.nextInt(7);
        return which == 0 ? null : which < 4 ? "a" : "b";
    }

    /** Few instants, so that many are the same, and some a microsecond apart; before 1970 too. */
    private static long time(Random random) {
        return (random.nextInt(30) - 10) * 1_000_000L + random.nextInt(3) - 1;
    }

    private static Map<String, Object> values(Random random) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "d", random.nextInt(6) == 0 ? null : (random.nextInt(7) - 3) * 0.1 * Math.pow(10, random.nextInt(9)));
        values.put("i", random.nextInt(6) == 0 ? null : random.nextInt(9) - 4);
        values.put("s", random.nextInt(6) == 0 ? null : "é" + random.nextInt(5));
        values.put("m", random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(20000) - 10000, 2));
        values.put(
                "w",
                random.nextInt(6) == 0
                        ? null
                        : new BigDecimal("12345678901234567890.00001")
                                .multiply(BigDecimal.valueOf(random.nextInt(5) - 2)));
        return values;
    }

    private List<List<Object>> features(List<Spine> spine, List<Fact> facts, boolean inclusive, boolean late) {
        FeaturesTask.Spine declared = new FeaturesTask.Spine("s.spine", List.of("g", "k"), "t", null, null);
        FeaturesTask.Source source =
                new FeaturesTask.Source("s.facts", null, "t", late ? "known" : null, null, FEATURES);
        TaskSql sql = new TaskSql(spark, Map.of());
        SpineRows rows = SpineRows.of(declared, spineTable(spine), sql);
        SourceFacts known = SourceFacts.of(0, source, declared.keys(), factTable(facts), sql);
        PointInTime features = new PointInTime(rows, List.of(known), inclusive);

        List<Row> result = features.rows(spark).orderBy("id").collectAsList();

        long incomplete = facts.stream()
                .filter(f -> late ? !f.isComplete() : f.key() == null || f.time() == null)
                .count();
        assertThat(features.counts()).isEqualTo(new PointInTime.Counts(facts.size(), incomplete));
        return result.stream().map(PointInTimeTest::values).toList();
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = SPINE.size(); i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }

    private Dataset<Row> spineTable(List<Spine> spine) {
        List<Row> rows = new ArrayList<>();
        for (Spine row : spine) {
            rows.add(RowFactory.create(rows.size(), row.group(), row.key(), instant(row.time())));
        }
        Collections.shuffle(rows, new Random(0));
        return spark.createDataFrame(rows, SPINE);
    }

    private Dataset<Row> factTable(List<Fact> facts) {
        List<Row> rows = new ArrayList<>();
        for (Fact fact : facts) {
            Map<String, Object> v = fact.values();
            rows.add(RowFactory.create(
                    fact.group(),
                    fact.key(),
                    instant(fact.time()),
                    instant(fact.known()),
                    v.get("d"),
                    v.get("i"),
                    v.get("s"),
                    v.get("m"),
                    v.get("w"),
                    1f));
        }
        Collections.shuffle(rows, new Random(0));
        return spark.createDataFrame(rows, FACTS);
    }

    private static @Nullable Instant instant(@Nullable Long micros) {
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
