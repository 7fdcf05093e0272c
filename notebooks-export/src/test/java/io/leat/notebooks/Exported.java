package io.leat.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.JobFile;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The notebook of a job file, taken apart. */
record Exported(String text) {
    static final Path EXAMPLES = Path.of("..", "examples");

    static Exported example(String name) {
        try {
            return of(Files.readString(EXAMPLES.resolve(name).resolve("job.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Exported of(String yaml) {
        return new Exported(
                NotebookExport.toIpynb(JobFile.read(yaml, "job.yaml").settings()));
    }

    JsonNode json() {
        return Json.parse(text, JsonNode.class);
    }

    String cell(String id) {
        for (JsonNode cell : json().get("cells")) {
            if (cell.get("id").asText().equals(id)) {
                return source(cell);
            }
        }

        throw new IllegalArgumentException("no cell " + id);
    }

    /** All code cells, in order. */
    String python() {
        List<String> code = new ArrayList<>();
        for (JsonNode cell : json().get("cells")) {
            if (cell.get("cell_type").asText().equals("code")) {
                code.add(source(cell));
            }
        }

        return String.join("\n\n", code);
    }

    private static String source(JsonNode cell) {
        StringBuilder source = new StringBuilder();
        cell.get("source").forEach(line -> source.append(line.asText()));
        return source.toString();
    }
}
