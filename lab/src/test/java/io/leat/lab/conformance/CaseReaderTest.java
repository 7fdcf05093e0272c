package io.leat.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseReaderTest {
    @TempDir
    Path folder;

    @Test
    void aCaseIsRead() throws IOException {
        given("family.json", """
                [{"name": "n", "section": "3.7", "job": {"tasks": []}, "script": {"a": [{"result": "FAILED", "takes_ms": 5}]},
                  "actions": [{"when": {"run": 1, "ended": 1}, "do": "repair", "rerun_tasks": ["a"]},
                              {"at_ms": 7, "do": "cancel_task", "task": "a", "run": 2}],
                  "expect": {"tasks": {"a": {"attempts": 1, "loose": {"code": "SKIPPED"}}}}}]""");

        ConformanceCase read = CaseReader.read(folder).get("family").get(0);

        assertThat(read.script().get("a").get(0).result()).isEqualTo(ConformanceCase.Result.FAILED);
        assertThat(read.actions().get(0).request().path("rerun_tasks")).hasSize(1);
        assertThat(read.actions().get(0).run()).isEqualTo(1);
        assertThat(read.actions().get(1).run()).isEqualTo(2);
        assertThat(read.expect().tasks().get("a").strict()).containsOnlyKeys("attempts");
        assertThat(read.expect().tasks().get("a").open()).containsOnlyKeys("code");
        assertThat(read.loose()).isFalse();
    }

    @Test
    void whatTheFormatDoesNotHaveIsAnErrorThatNamesFileAndCase() throws IOException {
        for (String part : List.of(
                "\"expct\": 1",
                "\"parameters\": {\"jobparameters\": {}}",
                "\"actions\": [{\"do\": \"cancel_run\", \"at_ms\": 1, \"rerun_tasks\": []}]",
                "\"actions\": [{\"do\": \"cancel_run\"}]",
                "\"actions\": [{\"do\": \"explode\", \"at_ms\": 1}]",
                "\"script\": {\"a\": [{\"result\": \"SUCCESS\", \"takes\": 1}]}")) {
            given("bad.json", "[{\"name\": \"odd one\", \"job\": {}, \"expect\": {}, %s}]".formatted(part));

            assertThatThrownBy(() -> CaseReader.read(folder))
                    .as(part)
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("bad.json")
                    .hasMessageContaining("odd one");
        }
    }

    @Test
    void anUnknownFieldOfATaskIsToldWithItsPlace() throws IOException {
        given("bad.json", "[{\"name\": \"n\", \"job\": {}, \"expect\": {\"tasks\": {\"a\": {\"attemps\": 1}}}}]");

        assertThatThrownBy(() -> CaseReader.read(folder)).hasMessageContaining("attemps");
    }

    @Test
    void aFolderWithoutCasesIsRefused() {
        assertThatThrownBy(() -> CaseReader.read(folder)).hasMessageContaining("holds no case files");
        assertThatThrownBy(() -> CaseReader.read(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }

    private void given(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
