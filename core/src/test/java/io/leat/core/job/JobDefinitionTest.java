package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobDefinitionTest {
    private static final String ODD = """
            {'name': 'odd', 'x': {'y': [1, null]}, 'schedule': {'quartz_cron_expression': '0 0 * * * ?', 'timezone_id': 'UTC'},
             'email_notifications': {}, 'git_source': {'git_provider': 'GITHUB', 'git_url': 'u'},
             'tasks': [{'task_key': 'q', 'quantum_task': {'a': '{{b.c}}'}, 'libraries': [{'jar': 'a.jar'}]},
              {'task_key': 'n', 'depends_on': [{'task_key': 'q'}], 'environment_key': 'e',
               'notebook_task': {'notebook_path': '/a', 'base_parameters': {
                 'given': '{{job.parameters.only_in_a_run}}', 'rows': '{{tasks.q.output.rows}}'}}}]}""";

    @Test
    void whatThisVersionDoesNotCarryOutIsStored() {
        JobDefinition job = JobDefinition.ofApi(json(ODD));

        assertThat(job.problems()).isEmpty();
        assertThat((JsonNode) job.json()).isEqualTo(json(ODD));
        assertThat((JsonNode) Json.tree(job.settings())).isEqualTo(json(ODD));
        assertThat(job.settings().tasks().get(0).kind()).isEqualTo("quantum_task");
    }

    @Test
    void aJobWithoutTasksIsFine() {
        assertThat(JobDefinition.ofApi(json("{'name': 'abc'}")).settings().tasks())
                .isEmpty();
    }

    @Test
    void valuesBecomeOfTheTypesOfTheirFields() {
        JobDefinition job = JobDefinition.ofApi(json("""
                {'max_concurrent_runs': '3', 'timeout_seconds': 60.0, 'queue': {'enabled': 'True'}, 'access_control_list': [],
                 'parameters': [{'name': 'n', 'default': 7}], 'description': null,
                 'tasks': [{'task_key': 'r', 'max_retries': '-1', 'run_job_task': {'job_id': '42'}},
                  {'task_key': 'l', 'depends_on': [{'task_key': 'c', 'outcome': true}],
                   'for_each_task': {'inputs': '[]', 'concurrency': '8',
                     'task': {'task_key': 'i', 'timeout_seconds': '5', 'spark_jar_task': {'parameters': [1]}}}},
                  {'task_key': 'c', 'condition_task': {'op': 'EQUAL_TO', 'left': 1, 'right': true}}]}"""));

        assertThat((JsonNode) job.json()).isEqualTo(json("""
                {'max_concurrent_runs': 3, 'timeout_seconds': 60, 'queue': {'enabled': true},
                 'parameters': [{'name': 'n', 'default': '7'}],
                 'tasks': [{'task_key': 'r', 'max_retries': -1, 'run_job_task': {'job_id': 42}},
                  {'task_key': 'l', 'depends_on': [{'task_key': 'c', 'outcome': 'true'}],
                   'for_each_task': {'inputs': '[]', 'concurrency': 8,
                     'task': {'task_key': 'i', 'timeout_seconds': 5, 'spark_jar_task': {'parameters': ['1']}}}},
                  {'task_key': 'c', 'condition_task': {'op': 'EQUAL_TO', 'left': '1', 'right': 'true'}}]}"""));
        assertThat(job.settings().queues()).isTrue();
        assertThat(job.settings().concurrentRuns()).isEqualTo(3);
    }

    @Test
    void whatIsOfNoTypeIsTold() {
        assertThat(told("""
                {'max_concurrent_runs': 'many', 'timeout_seconds': 1.5, 'tags': [],
                 'tasks': [{'run_if': 'ALL_DON', 'max_retries': 3000000000, 'disabled': 'no', 'depends_on': 'b',
                   'condition_task': {'op': 'EQUAL_TO', 'left': {}}}]}"""))
                .containsExactly(
                        "max_concurrent_runs: max_concurrent_runs must be a whole number, but is \"many\".",
                        "timeout_seconds: timeout_seconds must be a whole number, but is 1.5.",
                        "tags: tags must be a mapping, but is [].",
                        "tasks[0].run_if: tasks[0].run_if must be ALL_DONE, ALL_FAILED, ALL_SUCCESS,"
                                + " AT_LEAST_ONE_FAILED, AT_LEAST_ONE_SUCCESS or NONE_FAILED, but is \"ALL_DON\"; did"
                                + " you mean ALL_DONE?",
                        "tasks[0].max_retries: tasks[0].max_retries must be a whole number, but is 3000000000.",
                        "tasks[0].disabled: tasks[0].disabled must be true or false, but is \"no\".",
                        "tasks[0].depends_on: tasks[0].depends_on must be a list, but is \"b\".",
                        "tasks[0].condition_task.left: tasks[0].condition_task.left must be text, but is {}.",
                        "tasks[0].condition_task: tasks[0].condition_task needs right.",
                        "tasks[0]: tasks[0] needs task_key.");
        assertThat(told("[]")).containsExactly("A job's settings are an object; this is not one.");
    }

    @Test
    void aTaskSaysWhatToDo() {
        JobDefinition definition = JobDefinition.ofApi(
                Json.read("{\"tasks\": [{\"task_key\": \"a\", \"notebook_task\": null}]}", ObjectNode.class));

        assertThatThrownBy(definition::settings)
                .hasMessage("tasks[0]: task a says nothing to do; give it one of " + TaskRules.kinds() + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'task_key': 'a', %s, 'depends_on': [{'task_key': 'a'}]}] | tasks[0].depends_on[0].task_key: a depends on itself.",
                "[{'task_key': 'a', %s, 'depends_on': [{'task_key': 'b'}]}] | tasks[0].depends_on[0].task_key: a depends on b,"
                        + " which is no task of this job.",
                "[{'task_key': 'a', %s, 'depends_on': [{'task_key': 'b'}]}, {'task_key': 'b', %s, 'depends_on':"
                        + " [{'task_key': 'a'}]}] | tasks[1].depends_on: The tasks wait for each other in a circle: a -> b"
                        + " -> a.",
                "[{'task_key': 'a', %s}, {'task_key': 'a', %s}] | tasks[1].task_key: Two tasks have the task_key a: tasks[0] and"
                        + " tasks[1].",
                "[{'task_key': 'a', %s}, {'task_key': 'b', %s, 'depends_on': [{'task_key': 'a', 'outcome': 'true'}]}] |"
                        + " tasks[1].depends_on[0].outcome: a has no outcome; only a condition_task has one.",
                "[{'task_key': 'a', %s, 'quantum_task': {}}] | tasks[0].quantum_task: task a has both notebook_task and"
                        + " quantum_task; a task does one thing.",
                "[{'task_key': 'a.b', %s}] | tasks[0].task_key: task_key \"a.b\" may have only letters, digits, _ and -, at most"
                        + " 100 of them.",
                "[{'task_key': 'a', %s, 'x_task': {'a': ['{{task.nme}}']}}] | tasks[0].x_task: task a has both notebook_task and"
                        + " x_task; a task does one thing.\n"
                        + "tasks[0].x_task.a[0]: There is no {{task.nme}}; did you mean {{task.name}}?",
                "[{'task_key': 'a', 'ingest_task': {}}] | tasks[0].ingest_task: tasks[0].ingest_task needs source.\n"
                        + "tasks[0].ingest_task: tasks[0].ingest_task needs target."
            })
    void whatCannotBeRunIsRefused(String tasksAndMessage) {
        String[] parts = tasksAndMessage.split(" \\| ", 2);
        String tasks = parts[0].replace("%s", "'notebook_task': {'notebook_path': '/a'}");

        assertThatThrownBy(() -> JobDefinition.ofApi(json("{'tasks': %s}".formatted(tasks)))
                        .settings())
                .isInstanceOf(LeatException.class)
                .hasMessage(parts[1].strip());
    }

    @Test
    void limitsAreKept() {
        ObjectNode job = Json.object().put("name", "n".repeat(4_097)).put("max_concurrent_runs", 1_001);
        ObjectNode tags = job.putObject("tags");
        ArrayNode tasks = job.putArray("tasks");
        for (int i = 0; i < 26; i++) {
            tags.put("t" + i, "");
        }

        for (int i = 0; i < 1_001; i++) {
            tasks.addObject().put("task_key", "t" + i).putObject("notebook_task");
        }

        job.putArray("parameters").addObject().put("name", "a`b").put("default", "");

        assertThat(JobDefinition.ofApi(job).problems())
                .extracting(Problem::message)
                .containsExactly(
                        "tasks has 1001 entries; it may have at most 1000.",
                        "max_concurrent_runs is 1001; it may be at most 1000.",
                        "name has 4097 bytes as UTF-8; it may have at most 4096.",
                        "tags has 26 entries; it may have at most 25.",
                        "A parameter cannot have the name \"a`b\"; write it with letters, digits, _, - and .");
    }

    @Test
    void aSingleTaskIsKnownByTheNameOfItsRun() {
        JobSettings run = JobDefinition.ofSubmit(json("""
                        {'run_name': 'my run: 1', 'timeout_seconds': '9', 'idempotency_token': 't', 'libraries': [{'jar': 'j'}],
                         'new_cluster': {'num_workers': '8'}, 'spark_python_task': {'python_file': 'a.py'}}""")).settings();

        assertThat((JsonNode) Json.tree(run)).isEqualTo(json("""
                {'name': 'my run: 1', 'timeout_seconds': 9, 'tasks': [{'task_key': 'my run: 1',
                  'libraries': [{'jar': 'j'}], 'new_cluster': {'num_workers': 8}, 'spark_python_task': {'python_file': 'a.py'}}]}"""));
        assertThat(JobDefinition.ofSubmit(json("{'run_name': '%s', 'x_task': {}}".formatted("k".repeat(101))))
                        .settings()
                        .tasks()
                        .get(0)
                        .taskKey())
                .isEqualTo("k".repeat(100));
        assertThat(JobDefinition.ofSubmit(json("{'x_task': {}}")).settings().tasks())
                .extracting(Task::taskKey)
                .containsExactly("Untitled");
    }

    @Test
    void severalTasksAreSubmittedAsTheyAre() {
        JobDefinition run = JobDefinition.ofSubmit(
                json("{'run_name': 'r', 'tasks': [{'task_key': 'a b', 'x_task': {}}], 'health': {'rules': ["
                        + "{'metric': 'STREAMING_BACKLOG_FILES', 'op': 'GREATER_THAN', 'value': 1},"
                        + "{'metric': 'RUN_DURATION_SECONDS', 'op': 'GREATER_THAN', 'value': 60}]}}"));

        assertThat(run.problems())
                .extracting(Problem::message)
                .containsExactly("task_key \"a b\" may have only letters, digits, _ and -, at most 100 of them.");
        assertThat(Json.convert(run.json(), JobSettings.class).healthyDuration())
                .hasValue(60);
    }

    private static List<String> told(String settings) {
        return JobDefinition.ofApi(json(settings)).problems().stream()
                .map(problem -> (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message())
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'), JsonNode.class);
    }
}
