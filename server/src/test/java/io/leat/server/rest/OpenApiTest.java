package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.server.rest.JobsApi.JobView;
import io.leat.server.rest.RestServer.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The written contract against the server. */
class OpenApiTest {
    private static final String SCHEMA = "#/components/schemas/";

    @TempDir
    Path folder;

    private TestServer server;
    private JsonNode contract;

    @BeforeEach
    void givenTheContract() throws IOException {
        server = new TestServer(folder);
        server.jobs.jobs.add(new JobView(101, JobsStandIn.settings(), "me@example.com", 1));
        server.jobs.runs.add(JobsStandIn.failedRun());
        String yaml = Files.readString(Path.of("../docs/api/openapi.yaml"));
        contract = Json.tree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @Test
    void everyRouteIsWrittenDownAndNoOther() {
        List<Route> written = new ArrayList<>();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> versions(path.getKey())
                                .map(expanded -> new Route(method.toUpperCase(Locale.ROOT), expanded))
                                .forEach(written::add)));

        assertThat(written).containsExactlyInAnyOrderElementsOf(server.server.routes());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : contract.findValues("$ref")) {
            assertThat(contract.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Run, /api/2.2/jobs/runs/get?run_id=5001&include_history=true",
        "Run, /api/2.2/jobs/runs/get?run_id=5002",
        "Runs, /api/2.2/jobs/runs/list?expand_tasks=true",
        "RunOutput, /api/2.2/jobs/runs/get-output?run_id=5002",
        "Job, /api/2.2/jobs/get?job_id=101",
        "Jobs, /api/2.2/jobs/list",
        "Status, /api/leat/1.0/status",
        "Tables, /api/leat/1.0/tables",
        "Table, /api/leat/1.0/tables/gold.b",
        "TableAudit, /api/leat/1.0/tables/gold.b/audit",
        "Checkpoints, /api/leat/1.0/checkpoints/nightly",
        "Models, /api/leat/1.0/models"
    })
    void answersHaveWhatIsPromised(String schema, String path) {
        check(path, contract.at("/components/schemas/" + schema), server.json(path));
    }

    private void check(String where, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().substring(SCHEMA.length());
            check(where, contract.at("/components/schemas/" + name), value);
            return;
        }

        String type = schema.path("type").asText();
        assertThat(type)
                .as(where)
                .isEqualTo(
                        switch (value.getNodeType()) {
                            case OBJECT, POJO -> "object";
                            case ARRAY -> "array";
                            case STRING -> "string";
                            case BOOLEAN -> "boolean";
                            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
                            case NULL, BINARY, MISSING -> "nothing";
                        });
        schema.path("required")
                .forEach(field -> assertThat(value.has(field.asText()))
                        .as("%s has %s", where, field.asText())
                        .isTrue());
        schema.path("properties").properties().forEach(field -> {
            if (value.has(field.getKey())) {
                check(where + "." + field.getKey(), field.getValue(), value.path(field.getKey()));
            }
        });
        value.forEach(element -> {
            if (value.isArray()) {
                check(where + "[]", schema.path("items"), element);
            }
        });
    }

    private Stream<String> versions(String path) {
        return path.contains("{version}")
                ? Versions.ALL.stream().map(version -> path.replace("{version}", version))
                : Stream.of(path);
    }
}
