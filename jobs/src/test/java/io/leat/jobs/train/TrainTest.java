package io.leat.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.ModelReport;
import io.leat.core.json.Json;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.testing.GivenTables;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    private static final String BODY = """
            {"input": "gold.people", "where": "person < :leat_0", "label": "buys",
             "features": ["age", "spent", "member", "city", "noise"],
             "algorithm": "logistic_regression", "parameters": {"reg_param": 0.001},
             "split": {"key": ["person"], "test": 0.25},
             "require": [{"metric": "auc", "at_least": LEAST}, {"metric": "log_loss", "at_most": 0.69}],
             "model": "buyers"}""";

    @TempDir
    private Path root;

    private TestWorkspace workspace;
    private GivenTables given;

    @BeforeEach
    void givenPeople() {
        workspace = new TestWorkspace(root);
        given = new GivenTables(workspace);
        given.table("gold.people", People.table(workspace.spark(), 3000));
    }

    private RecordingContext run(String least) throws InterruptedException {
        return workspace.run(new Train(), "train_task", body(least), Map.of("leat_0", "900"));
    }

    private static ObjectNode body(String least) {
        return Json.parse(BODY.replace("LEAST", least), ObjectNode.class);
    }

    @Test
    void theModelIsSavedAndReported() throws InterruptedException {
        RecordingContext context = run("0.7");

        ModelReport report = context.models().get(0);
        assertThat(report.name()).isEqualTo("buyers");
        assertThat(report.algorithm()).isEqualTo("logistic_regression");
        assertThat(report.trainedOn().table()).isEqualTo("gold.people");
        assertThat(report.features()).isEqualTo(People.FEATURES);
        assertThat(report.trainRows() + report.testRows()).isEqualTo(2700);
        assertThat(report.metrics()).containsKeys("auc", "train_auc", "baseline_auc");
        assertThat(report.parameters())
                .containsEntry("reg_param", "0.001")
                .containsEntry("max_iter", "100")
                .containsEntry("seed", "42")
                .containsEntry("split.key", "person");
        assertThat(context.counts()).containsEntry("train_rows", report.trainRows());
        Lineage lineage = context.lineages().get(0);
        assertThat(lineage.output()).isEqualTo(new io.leat.core.lineage.Dataset(Kind.MODEL, "buyers", null));
        assertThat(lineage.inputs().get(0).name()).isEqualTo("gold.people");
        assertThat(lineage.columns()).extracting("column").contains("age", "buys");
    }

    @Test
    void loadedAgainItScoresTheSame() throws InterruptedException {
        ModelReport report = run("0.7").models().get(0);
        ModelReader once = ModelReader.load(workspace.spark(), report.path());

        List<Row> scored = once.score(workspace.rows("gold.people"))
                .orderBy("person", "noise", "age")
                .collectAsList();

        assertThat(once.report()).isEqualTo(report);
        assertThat(scored.get(0).schema().fieldNames()).endsWith("amount", "prediction", "probability");
        PipelineModel plain = PipelineModel.load(report.path() + "/pipeline");
        assertThat(ModelReader.score(plain, workspace.rows("gold.people"))
                        .orderBy("person", "noise", "age")
                        .collectAsList())
                .isEqualTo(scored);
        assertThat(auc(scored)).isBetween(0.75, 0.95);
    }

    private static double auc(List<Row> scored) {
        ScoreWalk walk = new ScoreWalk();
        scored.stream()
                .sorted((a, b) -> Double.compare(a.<Double>getAs("probability"), b.<Double>getAs("probability")))
                .forEach(row -> walk.add(row.<Double>getAs("probability"), row.<Integer>getAs("buys") == 1, false));
        return walk.auc();
    }

    @Test
    void belowItsBoundNothingIsRegistered() throws IOException {
        RecordingContext context = workspace.context("train_task", body("0.99"), Map.of("leat_0", "900"));

        assertThatThrownBy(() -> new Train().run(context))
                .hasMessageMatching("Model buyers was not registered: auc is 0\\.[78]\\d+ and must be at least 0.99");

        assertThat(context.models()).isEmpty();
        assertThat(root.resolve("models")).doesNotExist();
        assertThat(context.logLines()).anyMatch(line -> line.startsWith("accuracy 0."));
    }

    @Test
    void aRetryRegistersTheModelThatWasSaved() throws InterruptedException, IOException {
        RecordingContext first = run("0.7");
        given.more("gold.people", People.table(workspace.spark(), 30));

        RecordingContext second = workspace.retry(new Train(), first);

        assertThat(second.models()).isEqualTo(first.models());
        try (Stream<Path> saved = Files.list(root.resolve("models/buyers"))) {
            assertThat(saved).hasSize(1);
        }
    }

    @Test
    void aRetryAfterALostModelTrainsOnTheSameVersion() throws InterruptedException, IOException {
        RecordingContext first = run("0.7");
        ModelReport report = first.models().get(0);
        Files.delete(Path.of(report.path(), "model.json"));
        given.more("gold.people", People.table(workspace.spark(), 30));

        RecordingContext second = workspace.retry(new Train(), first);

        assertThat(second.models()).isEqualTo(first.models());
        assertThat(ModelReader.load(workspace.spark(), report.path()).report()).isEqualTo(report);
    }

    @Test
    void whatIsNoModelIsToldSo() {
        assertThatThrownBy(() -> ModelReader.load(
                        workspace.spark(), root.resolve("nothing").toString()))
                .hasMessageContaining("No model of Leat's lies in");
    }
}
