package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobFileTest {
    @Test
    void aGoodFileIsReadWithoutAWord() {
        JobFile file = JobFile.read(JobFiles.VALID, "job.yaml");

        assertThat(told(JobFiles.VALID)).isEmpty();
        assertThat(file.isValid()).isTrue();
        assertThat(file.settings().tasks())
                .extracting(Task::kind)
                .containsExactly("ingest_task", "match_task", "features_task", "persist_task", "train_task");
    }

    @Test
    void valuesOfTextFieldsStayAsTheyAreWritten() {
        JobSettings settings = JobFile.read("""
                name: 0777
                tags: {a: yes, b: 1.50, c: 0x1F}
                parameters: [{name: day, default: 2026-01-01}]
                tasks:
                  - task_key: p
                    persist_task: {input: silver.a, target: gold.b, select: {z: 1, a: "2"}}
                """, "job.yaml").settings();

        assertThat(settings.name()).isEqualTo("0777");
        assertThat(settings.parameterValues(java.util.Map.of("x", "1")))
                .containsEntry("day", "2026-01-01")
                .containsEntry("x", "1");
        assertThat(settings.tasks().get(0).body().path("select")).hasToString("{\"z\":\"1\",\"a\":\"2\"}");
    }

    @Test
    void jsonIsReadAsWell() {
        String json =
                Json.write(JobFile.read(JobFiles.VALID, "job.yaml").json()).replace(",", ",\n\t\t");

        assertThat(told(json)).isEmpty();
        assertThat(JobFile.read(json, "job.json").settings())
                .isEqualTo(JobFile.read(JobFiles.VALID, "job.yaml").settings());
    }

    @Test
    void unknownFieldsOfAFileAreKept() {
        JobFile file = JobFile.read("""
                x-anything: {a: [1, 2.5, true, null, text]}
                tasks:
                  - task_key: p
                    some_day: {b: 1}
                    persist_task: {input: silver.a, target: gold.b}
                """, "job.yaml");

        String written = Json.write(file.settings());

        assertThat(file.warnings())
                .extracting(warning -> warning.format("job.yaml"))
                .containsExactly("job.yaml:4:5: tasks[0] has no field some_day; it is kept and has no effect.");
        assertThat(Json.parse(written, com.fasterxml.jackson.databind.JsonNode.class))
                .isEqualTo(file.json());
    }

    @Test
    void anInvalidFileHasNoSettings() {
        JobFile file = JobFile.read("nme: x\ntasks: []\n", "dir/job.yaml");

        assertThat(file.isValid()).isFalse();
        assertThatThrownBy(file::settings).isInstanceOf(LeatException.class).hasMessage("""
                dir/job.yaml:1:1: the job has no field nme; did you mean name?
                dir/job.yaml:2:8: A job needs at least one task under tasks.""");
    }

    @Test
    void aBundleWithOneJobIsRead() {
        String bundle = """
                bundle: {name: x}
                targets: {dev: {}}
                resources:
                  jobs:
                    one:
                      name: one of ${bundle.target}
                      tasks:
                        - {task_key: a, persist_task: {input: silver.a, target: gold.b}}
                """;

        assertThat(told(bundle))
                .containsExactly(
                        "job.yaml:6:13: ${bundle.target} is not known to Leat; write its value, or a job parameter as"
                                + " {{job.parameters.…}}.",
                        "warning: job.yaml:1:1: Of this bundle only the job is read; these have no effect: targets.");
        assertThat(told(bundle.replace(" of ${bundle.target}", "").replace("targets: {dev: {}}", "")))
                .isEmpty();
    }

    @Test
    void ofABundleWithSeveralJobsOneMustBeChosen() {
        assertThat(told("resources: {jobs: {one: {}, two: {}}}"))
                .containsExactly("job.yaml:1:19: This bundle has several jobs: one, two. Put the one to run into a file"
                        + " of its own.");
        assertThat(told("resources: {pipelines: {}}"))
                .containsExactly("job.yaml:1:12: This bundle has no job under resources.jobs.");
    }

    @Test
    void damagedFilesGiveProblemsAndNeverFail() {
        Random random = new Random(7);
        String alphabet = "{}[]:,-\"'\t\n &*<!|>%@`#?x0\u0000é\uD83D";
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder(JobFiles.VALID);
            if (i % 2 == 0) {
                text.setLength(random.nextInt(text.length()));
            }

            for (int change = random.nextInt(1 + i / 20); change > 0 && !text.isEmpty(); change--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }

            JobFile file = JobFile.read(text.toString(), "job.yaml");
            assertThat(file.isValid() || !file.problems().isEmpty()).isTrue();
            if (file.isValid()) {
                assertThat(file.settings().tasks()).isNotEmpty();
            }
        }
    }
}
