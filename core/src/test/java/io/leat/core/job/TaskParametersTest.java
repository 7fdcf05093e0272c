package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskParametersTest {
    private static final List<String> DAY = List.of("d", "my-key");

    @ParameterizedTest
    @CsvSource({
        "notebook_task, base_parameters",
        "clean_rooms_notebook_task, notebook_base_parameters",
        "sql_task, parameters",
        "pipeline_task, parameters",
        "run_job_task, job_parameters",
        "python_wheel_task, named_parameters"
    })
    void jobParametersWinAmongNamedOnes(String kind, String field) {
        JsonNode body = given("{'%s': {'%s': {'d': 'task', 'own': 'o'}}}".formatted(kind, field), DAY, "{}");

        assertThat(body.path(field))
                .hasToString("{\"d\":\"{{job.parameters.d}}\",\"own\":\"o\","
                        + "\"my-key\":\"{{job.parameters.`my-key`}}\"}");
    }

    @Test
    void aNotebookWithoutParametersIsGivenThem() {
        assertThat(given("{'notebook_task': {}}", List.of("d"), "{}"))
                .hasToString("{\"base_parameters\":{\"d\":\"{{job.parameters.d}}\"}}");
        assertThat(given("{'notebook_task': {}}", List.of(), "{}")).hasToString("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark_python_task | parameters | python_params",
                "python_wheel_task | parameters | python_params",
                "spark_jar_task | parameters | jar_params",
                "spark_submit_task | parameters | spark_submit_params",
                "dbt_task | commands | dbt_commands"
            })
    void listsAreReplacedAndTakeNoJobParameters(String kind, String field, String request) {
        String task = "{'%s': {'%s': ['1', '2']}}".formatted(kind, field);

        assertThat(given(task, DAY, "{}").path(field)).hasToString("[\"1\",\"2\"]");
        assertThat(given(task, List.of(), "{'%s': ['9']}".formatted(request)))
                .hasToString("{\"%s\":[\"9\"]}".formatted(field));
        assertThat(given(task, List.of(), "{'%s': []}".formatted(request)).path(field))
                .hasToString("[\"1\",\"2\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notebook_task | base_parameters | notebook_params",
                "sql_task | parameters | sql_params",
                "python_wheel_task | named_parameters | python_named_params"
            })
    void mapsAreLaidOverTheTasksOwn(String kind, String field, String request) {
        String task = "{'%s': {'%s': {'a': '1', 'b': '2'}}}".formatted(kind, field);

        assertThat(given(task, List.of(), "{'%s': {'b': '9', 'c': 3}}".formatted(request)))
                .hasToString("{\"%s\":{\"a\":\"1\",\"b\":\"9\",\"c\":\"3\"}}".formatted(field));
        assertThat(given(task, List.of("b"), "{'%s': {'b': '9'}}".formatted(request))
                        .path(field))
                .hasToString("{\"a\":\"1\",\"b\":\"{{job.parameters.b}}\"}");
    }

    @Test
    void aRunJobTaskOfTheOldStyleIsGivenNoJobParameters() {
        assertThat(given("{'run_job_task': {'job_id': 1, 'notebook_params': {'a': 'b'}}}", DAY, "{}"))
                .hasToString("{\"job_id\":1,\"notebook_params\":{\"a\":\"b\"}}");
    }

    @Test
    void theTaskItselfStaysAsItIs() {
        Task task = task("{'notebook_task': {'base_parameters': {'a': '1'}}}");

        TaskParameters.given(task, DAY, LegacyParameters.of(json("{'notebook_params': {'a': '2'}}")));

        assertThat(task.body()).hasToString("{\"base_parameters\":{\"a\":\"1\"}}");
    }

    @Test
    void oldAndNewParametersExcludeEachOther() {
        LegacyParameters legacy = LegacyParameters.of(json("{'python_params': ['1'], 'notebook_params': {'a': 'b'}}"));

        assertThatThrownBy(() -> legacy.requireWithout(Map.of("d", "1")))
                .isInstanceOf(LeatException.class)
                .hasMessage("job_parameters and notebook_params, python_params exclude each other; give the values as"
                        + " job_parameters.");
        legacy.requireWithout(Map.of());
        LegacyParameters.NONE.requireWithout(Map.of("d", "1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'notebook_params': {'a': 'b'}, 'jar_params': ['c']} | notebook_params and jar_params exclude each other; give one of them.",
                "{'jar_params': 'c'} | jar_params must be a list of texts.",
                "{'sql_params': ['c']} | sql_params must be a mapping of names to texts.",
                "{'sql_params': {'c': []}} | sql_params holds [] where a text belongs.",
                "{'python_params': ['é']} | python_params may hold only ASCII characters."
            },
            quoteCharacter = '~')
    void wrongRequestsAreRefused(String request, String message) {
        assertThatThrownBy(() -> LegacyParameters.of(json(request)))
                .isInstanceOf(LeatException.class)
                .hasMessage(message);
    }

    @Test
    void oldStyleParametersHaveTheirLimit() {
        String most = "{'jar_params': ['%s']}".formatted("x".repeat(9_996));
        String more = "{'jar_params': ['%s']}".formatted("x".repeat(9_997));

        assertThat(LegacyParameters.of(json(most)).jarParams()).hasSize(1);
        assertThatThrownBy(() -> LegacyParameters.of(json(more)))
                .hasMessage("jar_params has 10001 bytes as JSON; it may have at most 10000.");
    }

    @Test
    void theyAreKeptAsTheRequestHasThem() {
        JsonNode request = json("{'dbt_commands': ['dbt run'], 'pipeline_params': {'full_refresh': true}}");

        LegacyParameters legacy = LegacyParameters.of(request);

        assertThat((JsonNode) Json.tree(legacy)).isEqualTo(request);
        assertThat(Json.read(Json.write(legacy), LegacyParameters.class)).isEqualTo(legacy);
        assertThat(LegacyParameters.of(json("{'jar_params': [], 'notebook_params': {}, 'only': ['a']}")))
                .isEqualTo(LegacyParameters.NONE);
    }

    private static JsonNode given(String task, List<String> jobParameters, String request) {
        return TaskParameters.given(task(task), jobParameters, LegacyParameters.of(json(request)))
                .body();
    }

    private static Task task(String json) {
        return Json.convert(json(json), Task.class);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'), JsonNode.class);
    }
}
