package io.leat.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobSettings;
import io.leat.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotebookExportTest {
    private static final String TWO_TASKS = """
            name: two
            parameters:
              - {name: lambda, default: '{"a"}'}
              - {name: run-date, default: "2026-01-01"}
            tasks:
              - task_key: second
                depends_on: [{task_key: first}]
                match_task:
                  inputs:
                    - {table: raw.rows, as: r, where: "r.day = '{{job.parameters.`run-date`}}'"}
                  where: r.key = {{secrets/shop/key}} AND r.text <> '\\n'
                  target: clean.rows
              - task_key: first
                ingest_task:
                  source: {format: csv, path: "in/{{job.parameters.lambda}}/{x,y}", options: {sep: ";"}}
                  on_bad_records: fail
                  target: raw.rows
            """;

    @Test
    void tasksStandInTheOrderOfTheirDependencies() {
        List<String> keys = new ArrayList<>();
        for (JsonNode cell : Exported.of(TWO_TASKS).json().get("cells")) {
            JsonNode key = cell.at("/metadata/leat/task_key");
            if (!key.isMissingNode() && !keys.contains(key.asText())) {
                keys.add(key.asText());
            }
        }

        assertThat(keys).containsExactly("first", "second");
    }

    @Test
    void parametersAreVariablesThatToolsCanSet() {
        Exported notebook = Exported.of(TWO_TASKS);

        assertThat(notebook.cell("parameters"))
                .contains("lambda_ = \"{\\\"a\\\"}\"\n")
                .contains("run_date = \"2026-01-01\"\n");
        assertThat(notebook.json().at("/cells/1/metadata/tags/0").asText()).isEqualTo("parameters");
    }

    @Test
    void referencesInTextBecomePartsOfIt() {
        assertThat(Exported.of(TWO_TASKS).cell("task-1")).contains("resolve(f\"in/{lambda_}/{{x,y}}\")");
    }

    @Test
    void referencesInSqlAreBoundAndNotPasted() {
        assertThat(Exported.of(TWO_TASKS).cell("task-2"))
                .contains("(SELECT * FROM raw_rows WHERE r.day = :run_date) AS r")
                .contains("WHERE r.key = :secrets_shop_key AND r.text <> '\\\\n'")
                .contains("args={\"run_date\": run_date, \"secrets_shop_key\": secrets_shop_key}");
    }

    @Test
    void secretsComeFromTheEnvironment() {
        assertThat(Exported.of(TWO_TASKS).cell("parameters"))
                .contains("secrets_shop_key = os.environ[\"SECRETS_SHOP_KEY\"]");
    }

    @Test
    void badRecordsThatFailATaskFailItsCell() {
        assertThat(Exported.of(TWO_TASKS).cell("task-1"))
                .contains("raise ValueError(f\"bad records: {bad.take(3)}\")")
                .doesNotContain("raw.rows_quarantine");
    }

    @Test
    void featuresCountOnlyWhatWasKnownBefore() {
        assertThat(Exported.example("clicks-orders").cell("task-4"))
                .contains("ON f._key_1 = s.user_id AND f._known < s.clicked_at")
                .contains("WHEN left_at < clicked_at THEN clicked_at END AS _known")
                .contains("count(f.clicks_30m) FILTER (WHERE f._at >= s.clicked_at - INTERVAL '30 minutes')");
    }

    @Test
    void aSliceReplacesTheRowsOfACondition() {
        Exported notebook = Exported.of("""
                name: slice
                parameters: [{name: day, default: "2026-01-01"}]
                tasks:
                  - task_key: fill
                    persist_task:
                      input: raw.rows
                      target: clean.rows
                      slice: {column: day, from: "{{job.parameters.day}}", to: "it's"}
                """);

        assertThat(notebook.cell("task-1"))
                .contains("condition = f\"day >= '{day}' AND day < 'it\\\\'s'\"\n")
                .contains(".option(\"replaceWhere\", condition)\n")
                .endsWith("writer.save(table_path(\"clean.rows\"))");
    }

    @Test
    void otherKindsOfTasksAreRefusedByName() {
        ObjectNode job = Json.object();
        job.putArray("tasks")
                .addObject()
                .put("task_key", "a")
                .putObject("notebook_task")
                .put("notebook_path", "/x");
        JobSettings settings = Json.convert(job, JobSettings.class);

        assertThatThrownBy(() -> NotebookExport.toIpynb(settings))
                .isInstanceOf(LeatException.class)
                .hasMessage("Task a is a notebook_task, which cannot be written as notebook cells; only these can:"
                        + " ingest_task, match_task, features_task, persist_task, train_task.");
    }

    @ParameterizedTest
    @CsvSource({"disabled: true, is disabled", "run_if: ALL_DONE, runs if ALL_DONE"})
    void tasksThatDoNotSimplyFollowOthersAreRefused(String setting, String why) {
        String job = """
                tasks:
                  - task_key: a
                    %s
                    persist_task: {input: silver.a, target: gold.b}
                """.formatted(setting);

        assertThatThrownBy(() -> Exported.of(job))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "Task a %s, which cannot be written as notebook cells; take that out of the job to export"
                                + " it.",
                        why);
    }

    @Test
    void theSameJobGivesTheSameText() {
        assertThat(Exported.of(TWO_TASKS).text())
                .isEqualTo(Exported.of(TWO_TASKS).text());
    }
}
