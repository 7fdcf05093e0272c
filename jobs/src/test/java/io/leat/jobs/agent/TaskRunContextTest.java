package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program is given beside tables, and what it leaves. */
@Timeout(120)
class TaskRunContextTest {
    @TempDir
    Path workspace;

    private RunningAgent agent;

    @BeforeEach
    void givenAnAgent() {
        agent = new RunningAgent(workspace);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void valuesAndOutputAreToldWithTheEndAndWithoutSecrets() throws Exception {
        agent.run(1, Map.of(), List.of("hunter22"), context -> {
            context.value("rows", IntNode.valueOf(1));
            context.value("rows", IntNode.valueOf(7));
            context.value("where", TextNode.valueOf("at hunter22"));
            context.output(Json.object().put("result", "hunter22!"));
        });

        Finish end = agent.controlPlane.awaitFinish(1);
        assertThat(end.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(end.values())
                .containsOnly(
                        Map.entry("rows", IntNode.valueOf(7)), Map.entry("where", TextNode.valueOf("at [REDACTED]")));
        assertThat(end.output()).hasToString("{\"result\":\"[REDACTED]!\"}");
    }

    @Test
    void aValueThatIsTooLargeIsRefusedWhereItIsSet() throws Exception {
        agent.run(1, context -> context.value("all", TextNode.valueOf("x".repeat(50_000))));

        Finish end = agent.controlPlane.awaitFinish(1);
        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.message())
                .isEqualTo("The task value all has 50002 bytes as JSON; a task value may have at most 49152.");
    }

    @Test
    void theScratchFolderGoesAndArtifactsStay() throws Exception {
        AtomicReference<Path> scratch = new AtomicReference<>();
        AtomicReference<Path> artifacts = new AtomicReference<>();
        agent.run(1, context -> {
            scratch.set(context.scratch());
            artifacts.set(context.artifacts());
            write(context.scratch().resolve("deep"));
            write(context.artifacts().resolve("kept"));
        });

        assertThat(agent.controlPlane.awaitFinish(1).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(scratch.get()).doesNotExist();
        assertThat(artifacts.get().resolve("kept")).hasContent("text");
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "text");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
