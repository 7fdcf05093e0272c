package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static io.leat.core.job.JobFiles.toldOfTask;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlTextTest {
    @Test
    void syntaxErrorsAreToldWhereTheyAre() {
        assertThat(told("name: \"a\ntasks: []\n"))
                .containsExactly(
                        "job.yaml:3:1: Not YAML: found unexpected end of stream, while scanning a quoted scalar"
                                + " (from line 1).");
        assertThat(told("name: a\ntasks:\n\t- x\n"))
                .containsExactly("job.yaml:3:1: A tab cannot indent YAML; use spaces.");
        assertThat(told(""))
                .containsExactly("job.yaml:1:1: The file is empty; a job needs at least one task under tasks.");
        assertThat(told("# nothing\n"))
                .containsExactly("job.yaml:1:1: The file is empty; a job needs at least one task under tasks.");
        assertThat(told("- a\n"))
                .containsExactly("job.yaml:1:1: A job file is a mapping with tasks and more; this is not one.");
    }

    @Test
    void oneNameStandsOnceAndOneDocumentIsAll() {
        assertThat(toldOfTask("max_retries: 1\nmax_retries: 2"))
                .containsExactly("job.yaml:5:5: max_retries is given twice; first on line 4.");
        assertThat(told("tasks: [{task_key: a, persist_task: {input: s.a, target: s.b}}]\n---\nx: 1\n"))
                .containsExactly("job.yaml:3:1: A second document starts here; a job file has only one.");
    }

    @Test
    void aliasesAndMergesAreRead() {
        JobFile file = JobFile.read("""
                x-defaults: &defaults
                  max_retries: 2
                  timeout_seconds: 5
                tasks:
                  - task_key: a
                    <<: *defaults
                    timeout_seconds: 7
                    persist_task: {input: silver.a, target: gold.b}
                """, "job.yaml");

        assertThat(file.problems()).isEmpty();
        assertThat(file.warnings()).isEmpty();
        assertThat(file.settings().tasks().get(0).maxRetries()).isEqualTo(2);
        assertThat(file.settings().tasks().get(0).timeLimit()).isEqualTo(7);
    }

    @Test
    void bombsDoNotGoOff() {
        StringBuilder laughs = new StringBuilder("x-0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("x-%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(told(laughs.toString()))
                .contains("job.yaml:1:11: With its aliases, the file has too many values to be read.");
        assertThat(told("x-a: &a {b: *a}\n")).contains("job.yaml:1:6: b contains itself.");
        assertThat(told("[".repeat(100_000)))
                .containsExactly("job.yaml:1:65: More than 64 levels of nesting; a job file has about ten.");
        assertThat(told("x".repeat(4_000_000))).hasSize(1);
    }
}
