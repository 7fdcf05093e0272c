package io.leat.jobs.train;

import static io.leat.core.job.TrainTask.Algorithm.GRADIENT_BOOSTED_TREES;
import static io.leat.core.job.TrainTask.Algorithm.LINEAR_REGRESSION;
import static io.leat.core.job.TrainTask.Algorithm.LOGISTIC_REGRESSION;
import static io.leat.core.job.TrainTask.Algorithm.RANDOM_FOREST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leat.core.error.LeatException;
import io.leat.core.job.TrainTask;
import io.leat.core.job.TrainTask.Algorithm;
import io.leat.core.job.TrainTask.Problem;
import io.leat.core.job.TrainTask.Requirement;
import io.leat.core.job.TrainTask.Split;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    @TempDir
    private Path warehouse;

    private SparkSession spark;

    @BeforeEach
    void givenASession() {
        spark = TestSpark.session(warehouse);
    }

    private static TrainTask task(Algorithm algorithm, @Nullable Problem problem, String label) {
        Split split = new Split(List.of("person"), 0.25);
        return new TrainTask(
                "gold.people", null, label, People.FEATURES, algorithm, problem, null, split, null, null, "buyers");
    }

    private static TrainTask classifier(Algorithm algorithm) {
        return task(algorithm, Problem.CLASSIFICATION, "buys");
    }

    private static TrainTask with(Map<String, String> parameters, @Nullable List<Requirement> require) {
        TrainTask t = classifier(LOGISTIC_REGRESSION);
        return new TrainTask(
                t.input(),
                null,
                t.label(),
                t.features(),
                t.algorithm(),
                null,
                parameters,
                t.split(),
                null,
                require,
                t.model());
    }

    private Trained train(TrainTask task, Dataset<Row> table) throws InterruptedException {
        TrainingPlan plan = TrainingPlan.of(task);
        return new Trainer(plan, words -> {}).train(rows(plan, table));
    }

    private TrainingRows rows(TrainingPlan plan, Dataset<Row> table) {
        return TrainingRows.of(plan, table, new TaskSql(spark, Map.of()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LOGISTIC_REGRESSION", "RANDOM_FOREST", "GRADIENT_BOOSTED_TREES"})
    void classifiersBeatTheBestSingleFeature(Algorithm algorithm) throws InterruptedException {
        Map<String, Double> metrics =
                train(classifier(algorithm), People.table(spark, 6000)).metrics();

        assertThat(metrics.keySet()).contains("auc", "accuracy", "f1", "log_loss", "train_auc", "train_log_loss");
        assertThat(metrics.get("auc")).isGreaterThan(0.8).isGreaterThan(metrics.get("baseline_auc") + 0.05);
        assertThat(metrics.get("baseline_auc")).isBetween(0.65, 0.8);
        assertThat(metrics.get("auc_gain")).isEqualTo(metrics.get("auc") - metrics.get("baseline_auc"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LINEAR_REGRESSION", "RANDOM_FOREST", "GRADIENT_BOOSTED_TREES"})
    void regressionsBeatTheMean(Algorithm algorithm) throws InterruptedException {
        Map<String, Double> metrics = train(task(algorithm, Problem.REGRESSION, "amount"), People.table(spark, 3000))
                .metrics();

        assertThat(metrics.get("rmse")).isLessThan(metrics.get("baseline_rmse") / 1.5);
        assertThat(metrics.get("mae")).isLessThan(metrics.get("rmse"));
        assertThat(metrics.get("r2")).isBetween(0.5, 1.0);
    }

    @Test
    void regressionMetricsAreWhatOneReckonsByHand() throws InterruptedException {
        TrainTask task = task(LINEAR_REGRESSION, null, "amount");
        Dataset<Row> table = People.table(spark, 900);
        Trained trained = train(task, table);

        List<Row> scored = trained.model()
                .transform(rows(TrainingPlan.of(task), table).rows())
                .filter("leat_test")
                .select("leat_label", "prediction")
                .collectAsList();
        double mean = scored.stream().mapToDouble(r -> r.getDouble(0)).average().orElseThrow();
        double squares = sum(scored, 0, mean);
        double errors = scored.stream()
                .mapToDouble(r -> Math.pow(r.getDouble(0) - r.getDouble(1), 2))
                .sum();
        assertThat(trained.metrics().get("rmse")).isCloseTo(Math.sqrt(errors / scored.size()), within(1e-9));
        assertThat(trained.metrics().get("r2")).isCloseTo(1 - errors / squares, within(1e-9));
        assertThat(trained.counts().test()).isEqualTo(scored.size());
    }

    private static double sum(List<Row> rows, int column, double mean) {
        return rows.stream()
                .mapToDouble(r -> Math.pow(r.getDouble(column) - mean, 2))
                .sum();
    }

    @Test
    void labelsWithoutMeaningCannotBePredicted() throws InterruptedException {
        Map<String, Double> metrics = train(classifier(LOGISTIC_REGRESSION), People.shuffledLabels(spark, 20_000))
                .metrics();

        assertThat(metrics.get("auc")).isCloseTo(0.5, within(0.03));
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LOGISTIC_REGRESSION", "RANDOM_FOREST", "GRADIENT_BOOSTED_TREES"})
    void theSameRowsGiveTheSameModelHoweverTheyLie(Algorithm algorithm) throws InterruptedException {
        Dataset<Row> table = People.table(spark, 2000);

        Map<String, Double> once = train(classifier(algorithm), table).metrics();
        Map<String, Double> again = train(
                        classifier(algorithm), table.orderBy("noise").repartition(7))
                .metrics();

        assertThat(again).isEqualTo(once);
    }

    @Test
    void aKeyIsOnOneSideAndStaysThere() {
        Dataset<Row> table = People.table(spark, 3000);
        TrainingPlan plan = TrainingPlan.of(classifier(LOGISTIC_REGRESSION));
        TrainTask onPerson = with(Map.of(), null);
        TrainTask person = new TrainTask(
                onPerson.input(),
                null,
                "buys",
                List.of("person"),
                LOGISTIC_REGRESSION,
                null,
                null,
                onPerson.split(),
                null,
                null,
                "m");

        Dataset<Row> sides = rows(TrainingPlan.of(person), table).rows();

        assertThat(sides.groupBy("person").agg(Map.of("leat_test", "count")).count())
                .isEqualTo(1000);
        assertThat(sides.select("person", "leat_test").distinct().count()).isEqualTo(1000);
        assertThat(sides.filter("leat_test").select("person").distinct().count())
                .isBetween(200L, 300L);
        Dataset<Row> half = rows(
                        TrainingPlan.of(person),
                        table.filter("person < 500")
                                .withColumn("person", table.col("person").cast("int")))
                .rows();
        assertThat(half.filter("leat_test")
                        .select("person")
                        .distinct()
                        .except(sides.filter("leat_test").select("person").distinct())
                        .count())
                .isZero();
        assertThat(plan.testShare()).isEqualTo(0.25);
    }

    @Test
    void textThatTrainingHasNotSeenAndMissingValuesAreScored() throws InterruptedException {
        Trained trained = train(classifier(LOGISTIC_REGRESSION), People.table(spark, 3000));
        Dataset<Row> rows = spark.sql("SELECT CAST(NULL AS INT) age, CAST(NULL AS DECIMAL(10,2)) spent,"
                + " CAST(NULL AS BOOLEAN) member, c AS city, DOUBLE('NaN') noise FROM VALUES (NULL), ('Mars') AS t(c)");

        List<Row> scored = ModelReader.score(trained.model(), rows).collectAsList();

        assertThat(scored).hasSize(2);
        double unseen = Objects.requireNonNull(scored.get(1)).getDouble(6);
        assertThat(Objects.requireNonNull(scored.get(0)).getDouble(6))
                .isEqualTo(unseen)
                .isBetween(0.01, 0.99);
    }

    @Test
    void rowsWithoutLabelAreLeftOutAndCounted() throws InterruptedException {
        Dataset<Row> table = People.table(spark, 1000)
                .selectExpr(
                        "person",
                        "age",
                        "spent",
                        "member",
                        "city",
                        "noise",
                        "IF(person < 100, NULL, buys = 1) AS buys");

        Trained trained = train(classifier(LOGISTIC_REGRESSION), table);

        assertThat(trained.counts().withoutLabel()).isEqualTo(300);
        assertThat(trained.counts().train() + trained.counts().test()).isEqualTo(700);
    }

    @Test
    void mistakesInTheTaskAreToldWithTheNearestName() {
        assertThatThrownBy(() -> TrainingPlan.of(with(Map.of("max_itr", "3"), null)))
                .hasMessage("train_task.parameters.max_itr: logistic_regression has no such setting; did you mean"
                        + " max_iter?; it has max_iter, reg_param, elastic_net_param, tol, fit_intercept,"
                        + " standardization, threshold");
        assertThatThrownBy(() -> train(with(Map.of("max_iter", "many"), null), People.table(spark, 10)))
                .hasMessage("train_task.parameters.max_iter: \"many\" is not a whole number");
        assertThatThrownBy(() -> train(with(Map.of("reg_param", "-1"), null), People.table(spark, 10)))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("train_task.parameters.reg_param: -1 is out of its range");
        assertThatThrownBy(() -> TrainingPlan.of(with(Map.of(), List.of(new Requirement("acc", 0.5, null)))))
                .hasMessageStartingWith("train_task.require: no metric is called acc");
        assertThatThrownBy(() -> TrainingPlan.of(task(RANDOM_FOREST, null, "buys")))
                .hasMessageContaining("random_forest needs it: classification or regression");
        assertThatThrownBy(() -> TrainingPlan.of(task(GRADIENT_BOOSTED_TREES, Problem.CLASSIFICATION, "city")))
                .hasMessageContaining("city is the label");
    }

    @Test
    void dataThatNoModelCanBeMadeFromIsToldWithItsNumbers() {
        Dataset<Row> table = People.table(spark, 300);
        TrainTask task = classifier(LOGISTIC_REGRESSION);
        assertThatThrownBy(() -> train(
                        task,
                        table.selectExpr("*", "buys + 1 AS b").drop("buys").withColumnRenamed("b", "buys")))
                .hasMessageContaining("train_task.label: column buys is neither 0 nor 1 in");
        assertThatThrownBy(() ->
                        train(task, table.selectExpr("*", "1 AS b").drop("buys").withColumnRenamed("b", "buys")))
                .hasMessageMatching("train_task.label: all \\d+ rows of the training part have label 1; .*");
        assertThatThrownBy(() -> train(
                        task, table.selectExpr("*", "0 AS p").drop("person").withColumnRenamed("p", "person")))
                .hasMessageMatching("train_task.split: no row falls into the \\w+ part .*300.*");
        assertThatThrownBy(() -> train(task, table.filter("false")))
                .hasMessage("train_task: gold.people has no rows to train on (0 rows left out for want of a label)");
        assertThatThrownBy(() -> train(
                        task,
                        table.selectExpr("*", "current_date() AS c")
                                .drop("city")
                                .withColumnRenamed("c", "city")))
                .hasMessageContaining("train_task.features: column city is DATE");
        assertThatThrownBy(() -> train(
                        task,
                        People.table(spark, 3000)
                                .selectExpr("*", "CAST(noise AS STRING) AS c")
                                .drop("city")
                                .withColumnRenamed("c", "city")))
                .hasMessageMatching("(?s)train_task.features: text column city has about [\\d,.]+ values; .*");
        assertThatThrownBy(() -> train(task, table.drop("age")))
                .hasMessageContaining("train_task.features")
                .hasMessageContaining("`age`");
    }
}
