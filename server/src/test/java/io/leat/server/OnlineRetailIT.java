package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    }

    private static void run() {
        Path job = LeatProgram.ROOT.resolve("examples/online-retail/job.yaml");
        Outcome run = program.leat("run", job.toString(), "--param", "data=" + data, "--json");
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
