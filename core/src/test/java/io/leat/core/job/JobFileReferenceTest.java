package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.leat.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pages in {@code docs/reference} are what the code makes; {@code -Dleat.update=true} writes them anew. */
class JobFileReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference");

    @Test
    void theReferencePageIsUpToDate() throws IOException {
        assertUpToDate("job-file.md", JobFileReference.markdown());
    }

    @Test
    void theSchemaIsUpToDate() throws IOException {
        assertUpToDate("job.schema.json", JobFileSchema.json());
    }

    @Test
    void theSchemaAcceptsAGoodFileAndRefusesABadOne() {
        JsonNode schemaNode = Json.parse(JobFileSchema.json(), JsonNode.class);
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaNode);
        JsonNode good = JobFile.read(JobFiles.VALID, "job.yaml").json();
        JsonNode bad = JobFile.read(JobFiles.VALID.replace("target: gold.kept", "target: Gold"), "job.yaml")
                .json();

        assertThat(schema.validate(good)).isEmpty();
        Set<ValidationMessage> messages = schema.validate(bad);
        assertThat(messages)
                .singleElement()
                .satisfies(message ->
                        assertThat(message.getInstanceLocation()).hasToString("$.tasks[3].persist_task.target"));
    }

    @Test
    void everyMeaningIsOfAFieldThatExists() {
        for (String name : Meanings.names()) {
            String[] parts = name.split("\\.");
            assertThat(Schema.instance().object(parts[0]).fields().keySet())
                    .as(parts[0])
                    .contains(parts[1]);
        }
    }

    @Test
    void constantsAreNamedAsTheMapperWritesThem() {
        for (ObjectType object : Schema.instance().objects().values()) {
            object.fields().values().stream()
                    .filter(field -> object.own() && field.type().kind() == Type.Kind.ENUM)
                    .forEach(field -> assertThat(field.type().values()).isNotEmpty());
        }

        assertThat(Json.tree(java.util.Map.of("a", TrainTask.Algorithm.values()))
                        .path("a"))
                .map(JsonNode::asText)
                .containsExactlyElementsOf(Schema.instance()
                        .object("TrainTask")
                        .fields()
                        .get("algorithm")
                        .type()
                        .values());
    }

    private static void assertUpToDate(String name, String made) throws IOException {
        Path file = REFERENCE.resolve(name);
        if (Boolean.getBoolean("leat.update")) {
            Files.createDirectories(REFERENCE);
            Files.writeString(file, made);
        }

        assertThat(file).as("write it anew with -Dleat.update=true").hasContent(made);
    }
}
