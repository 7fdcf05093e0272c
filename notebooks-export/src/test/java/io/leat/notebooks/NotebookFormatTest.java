package io.leat.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookFormatTest {
    private static final String GOLDEN = "clicks-orders.ipynb";

    @TempDir
    private Path folder;

    @Test
    void theExampleIsExportedAsOnRecord() throws IOException {
        String text = Exported.example("clicks-orders").text();

        Path made = Files.writeString(Path.of("target", GOLDEN), text);

        assertThat(text)
                .as("if the change is meant, copy notebooks-export/%s to src/test/resources/io/leat/notebooks", made)
                .isEqualTo(resource(GOLDEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clicks-orders", "online-retail"})
    void notebooksKeepTheRulesOfTheFormat(String example) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource("nbformat-4.5.schema.json"));

        JsonNode notebook = Exported.example(example).json();

        assertThat(schema.validate(notebook)).isEmpty();
        Set<String> ids = new HashSet<>();
        notebook.get("cells").forEach(cell -> ids.add(cell.get("id").asText()));
        assertThat(ids).hasSize(notebook.get("cells").size());
    }

    @Test
    void aNotebookWithoutCellIdsBreaksTheRules() throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource("nbformat-4.5.schema.json"));

        String text = Exported.example("clicks-orders").text().replace("\"id\"", "\"name\"");

        assertThat(schema.validate(new Exported(text).json())).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clicks-orders", "online-retail"})
    @Tag("realdata")
    void notebooksMeetTheOfficialSchema(String example) throws IOException {
        String specs = System.getProperty("leat.specs");
        assumeTrue(specs != null, "leat.specs names no folder");
        String text = Files.readString(Path.of(specs, "nbformat", "nbformat.v4.5.schema.json"));
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(text);

        assertThat(schema.validate(Exported.example(example).json())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clicks-orders", "online-retail"})
    void cellsArePython(String example) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("notebook.py"), Exported.example(example).python());
        Path log = folder.resolve("log");
        Process process;
        try {
            process = new ProcessBuilder("python3", "-m", "py_compile", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no python3 here: " + e.getMessage());
            return;
        }

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NotebookFormatTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
