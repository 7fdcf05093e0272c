package io.leat.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own cases on every engine. */
class OwnCasesTest {
    private static final Path OURS = Path.of("src/test/resources/conformance");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"pure", "simulated"})
    void allPassInVirtualTime(String engine) throws InterruptedException {
        assertThat(run(OURS.toString(), "--engine", engine))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    @Tag("slow")
    void allPassInRealTime() throws InterruptedException {
        assertThat(run(OURS.toString(), "--engine", "real"))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    /** Two cases that take no time worth speaking of. */
    @Test
    void aControlPlaneIsPlayedOverHttp() throws Exception {
        Files.copy(OURS.resolve("conditions.json"), folder.resolve("conditions.json"));

        assertThat(run(folder.toString(), "--engine", "real"))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 cases on the real engine");
    }

    @Test
    void aFailureIsToldAndDecidesTheExitStatus() throws Exception {
        Files.writeString(folder.resolve("f.json"), """
                [{"name": "too much hope", "job": {"tasks": [{"task_key": "a", "scripted_task": {}}]},
                  "script": {"a": [{"result": "FAILED", "takes_ms": 1}]},
                  "expect": {"tasks": {"a": {"result_state": "SUCCESS"}}}}]""");

        assertThat(run(folder.toString(), "--engine", "pure")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("FAILED f: too much hope")
                .contains("task a, result_state", "expected \"SUCCESS\"", "found    \"FAILED\"", "1        0");
    }

    @Test
    void wrongArgumentsAreTold() throws InterruptedException, IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(run(folder.toString())).isEqualTo(2);
        Files.writeString(folder.resolve("f.json"), "[]");
        assertThat(run(folder.toString(), "--engine", "paper")).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("usage: ", "holds no case files", "There is no engine paper");
    }

    private int run(String... arguments) throws InterruptedException {
        return Conformance.run(List.of(arguments), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
    }
}
