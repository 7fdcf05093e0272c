package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of a real shop, 305 files, against answers computed independently. */
@Tag("realdata")
class OnlineRetailIT {
    private static final Path JOB = LeatProgram.ROOT.resolve("examples/online-retail/job.yaml");

    @TempDir
    private static Path folder;

    private static LeatProgram program;
    private static Path data;

    @BeforeAll
    static void givenAllDaysButTheLast() throws IOException {
        program = new LeatProgram(folder.resolve("workspace"));
        data = Files.createDirectory(folder.resolve("data"));
        List<Path> days = days();
        for (Path day : days.subList(0, days.size() - 1)) {
            copy(day);
        }
    }

    private static List<Path> days() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("leat.data"), "online-retail/by-day"))) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path day) throws IOException {
        Files.copy(day, data.resolve(day.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @AfterAll
    static void stop() {
        program.leat("stop", "--force");
    }

    @Test
    void theGoldenNumbersComeOutAndEachFileIsReadOnce() throws IOException {
        run();
        assertThat(files()).isEqualTo(304);
        long first = version();
        copy(days().get(304));
        run();
        assertThat(files()).isEqualTo(305);
        assertThat(version()).isEqualTo(first + 1);

        assertThat(program.number("SELECT count(*) FROM bronze.invoice_lines")).isEqualTo(541_909);
        assertThat(program.number("SELECT sum(Quantity * UnitPrice) FROM bronze.invoice_lines"))
                .isCloseTo(9_747_747.93, within(0.005));
        assertThat(program.number("SELECT count(*) FROM gold.purchase_features"))
                .isEqualTo(18_536);
        assertThat(program.number("SELECT sum(invoices_30d) FROM gold.purchase_features"))
                .isEqualTo(26_138);
        assertThat(program.number("SELECT count_if(invoices_30d = 0) FROM gold.purchase_features"))
                .isEqualTo(10_256);
        assertThat(program.number("SELECT max(invoices_30d) FROM gold.purchase_features"))
                .isEqualTo(45);
        assertThat(program.number("SELECT sum(amount_30d) FROM gold.purchase_features"))
                .isCloseTo(17_058_645.39, within(0.005));
        JsonNode metrics =
                program.leat("models", "--json").json().path("models").get(0).path("metrics");
        assertThat(metrics.path("auc").asDouble())
                .isGreaterThan(metrics.path("baseline_auc").asDouble());

        run();
        assertThat(version()).isEqualTo(first + 1);
        assertThat(program.number("SELECT count(*) FROM bronze.invoice_lines")).isEqualTo(541_909);
        checkThatShuffledLabelsTeachNothing();
    }

    /** Whatever the model learnt of labels dealt out anew would be a leak. */
    private static void checkThatShuffledLabelsTeachNothing() throws IOException {
        String train = Files.readString(JOB);
        train = train.substring(train.indexOf("  - task_key: train"))
                .replace("task_key: persist_features", "task_key: shuffle")
                .replace("gold.purchase_features", "gold.shuffled")
                .replaceAll("(?s)\\{\\{job.parameters.train_before}}", "'2011-11-09'")
                .replaceAll("(?s)      require:.*?\n      model: buys_again", "      model: shuffled");
        String features = train.substring(train.indexOf("features:"), train.indexOf("algorithm:"))
                .replaceAll("features:\\s+", "")
                .replaceAll("- (\\w+)", "$1: $1");
        Path shuffled = Files.writeString(folder.resolve("shuffled.yaml"), """
                name: shuffled
                tasks:
                  - task_key: shuffle
                    persist_task:
                      input: gold.purchase_features
                      where: ts < TIMESTAMP '2011-11-09'
                      select:
                        invoice: invoice
                        customer: customer
                        ts: ts
                        buys_again: >-
                          coalesce(lead(buys_again) OVER (ORDER BY xxhash64(invoice)),
                          first_value(buys_again) OVER (ORDER BY xxhash64(invoice)))
                        %s
                      target: gold.shuffled
                """.formatted(features.strip()) + train);
        run(shuffled);
        JsonNode models = program.leat("models", "--json").json().path("models");
        for (JsonNode model : models) {
            if (model.path("name").asText().equals("shuffled")) {
                assertThat(model.path("metrics").path("auc").asDouble()).isCloseTo(0.5, within(0.03));
                return;
            }
        }
        throw new AssertionError("no model was registered: " + models);
    }

    private static void run() {
        run(JOB, "--param", "data=" + data);
    }

    private static void run(Path job, String... arguments) {
        List<String> command = new ArrayList<>(List.of("run", job.toString(), "--json"));
        command.addAll(List.of(arguments));
        Outcome run = program.leat(command.toArray(String[]::new));
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    private static long files() {
        JsonNode checkpoints =
                program.leat("checkpoints", "online-retail", "--json").json();
        return checkpoints.path("tasks").get(0).path("files").asLong();
    }

    private static long version() {
        JsonNode table =
                program.leat("tables", "show", "bronze.invoice_lines", "--json").json();
        return table.path("versions").get(0).path("version").asLong();
    }
}
