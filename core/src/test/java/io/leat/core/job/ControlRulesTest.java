package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static io.leat.core.job.JobFiles.toldOfJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ControlRulesTest {
    private static final String CONDITION = "{op: EQUAL_TO, left: \"1\", right: \"1\"}";

    /** A for-each task around a good one, which starts on line 3. */
    private static List<String> toldOfForEach(String forEach, String nested) {
        return told("""
                tasks:
                  - task_key: l
                    for_each_task: {%s, task: {%s}}
                """.formatted(forEach, nested));
    }

    private static final String NESTED = "task_key: i, persist_task: {input: silver.a, target: \"gold.b_{{input}}\"}";

    @Test
    void tasksThatSteerARunAreRead() {
        JobFile file = JobFile.read("""
                parameters: [{name: days, default: "[1, 2]"}]
                tasks:
                  - task_key: c
                    condition_task: {op: GREATER_THAN, left: "{{job.repair_count}}", right: 0}
                  - task_key: l
                    depends_on: [{task_key: c, outcome: "true"}]
                    run_if: ALL_DONE
                    for_each_task:
                      inputs: "{{job.parameters.days}}"
                      concurrency: 100
                      task: {task_key: l_iteration, condition_task: {op: NOT_EQUAL, left: "{{input}}", right: x}}
                  - task_key: r
                    depends_on: [{task_key: l}]
                    disabled: true
                    run_job_task: {job_id: 12, job_parameters: {n: "{{tasks.l.result_state}}"}}
                """, "job.yaml");

        assertThat(file.problems()).isEmpty();
        List<Task> tasks = file.settings().tasks();
        assertThat(tasks.get(0).condition().orElseThrow())
                .satisfies(condition -> assertThat(condition.right()).isEqualTo("0"));
        ForEachTask loop = tasks.get(1).forEach().orElseThrow();
        assertThat(loop.atOnce()).isEqualTo(100);
        assertThat(loop.task().condition()).isPresent();
        assertThat(tasks.get(1).runsIf()).isEqualTo(RunIf.ALL_DONE);
        assertThat(tasks.get(1).dependsOn().get(0).outcome()).isEqualTo("true");
        assertThat(tasks.get(2).runJob().orElseThrow().jobParameters()).containsKey("n");
        assertThat(tasks.get(2).isDisabled()).isTrue();
        assertThat(tasks.get(2).runsIf()).isEqualTo(RunIf.ALL_SUCCESS);
        assertThat(tasks.get(2).forEach()).isEmpty();
    }

    @Test
    void onlyConditionsHaveOutcomes() {
        assertThat(toldOfJob("""
                  - {task_key: a, depends_on: [{task_key: p, outcome: "true"}], condition_task: %s}
                  - {task_key: b, depends_on: [{task_key: a, outcome: "no"}], condition_task: %s}
                """.formatted(CONDITION, CONDITION)))
                .containsExactly(
                        "job.yaml:4:46: p has no outcome; only a condition_task has one.",
                        "job.yaml:5:55: outcome must be \"true\" or \"false\", but is no.");
    }

    @Test
    void aConditionIsWhole() {
        assertThat(told("tasks: [{task_key: a, condition_task: {op: EQUALS_TO, left: \"{{tasks.a.values.x}}\"}}]"))
                .containsExactly(
                        "job.yaml:1:23: tasks[0].condition_task needs right.",
                        "job.yaml:1:44: op must be EQUAL_TO, GREATER_THAN, GREATER_THAN_OR_EQUAL, LESS_THAN,"
                                + " LESS_THAN_OR_EQUAL or NOT_EQUAL, but is EQUALS_TO; did you mean EQUAL_TO?",
                        "job.yaml:1:61: {{tasks.a.values.x}} is not known before a ends; add it to depends_on.");
        assertThat(toldOfJob("  - {task_key: a, run_if: ALL_DON, condition_task: %s}".formatted(CONDITION)))
                .containsExactly("job.yaml:4:27: run_if must be ALL_DONE, ALL_FAILED, ALL_SUCCESS, AT_LEAST_ONE_FAILED,"
                        + " AT_LEAST_ONE_SUCCESS or NONE_FAILED, but is ALL_DON; did you mean ALL_DONE?");
    }

    @Test
    void aForEachTaskHasInputsAndALimit() {
        assertThat(toldOfForEach("inputs: \"[1]\"", NESTED)).isEmpty();
        assertThat(toldOfForEach("inputs: \"[1]\", concurrency: 101", NESTED))
                .containsExactly("job.yaml:3:49: concurrency is 101; it may be at most 100.");
        assertThat(toldOfForEach("inputs: \"[1]\", concurrency: 0", NESTED))
                .containsExactly("job.yaml:3:49: concurrency is 0; it must be at least 1 (1 by default).");
        assertThat(toldOfForEach("inputs: \"{{input}}\"", NESTED))
                .containsExactly("job.yaml:3:29: {{input}} can stand only in the nested task of a for-each task.");
        assertThat(toldOfForEach("inputs: 7", NESTED))
                .containsExactly("job.yaml:3:29: The inputs of a for-each task must be a JSON array such as [1, \"a\"],"
                        + " but are 7.");
        String most = "[" + "1".repeat(900) + ",1".repeat(4_549) + "]";
        assertThat(toldOfForEach("inputs: \"%s\"".formatted(most), NESTED)).isEmpty();
        assertThat(toldOfForEach("inputs: \"%s \"".formatted(most), NESTED))
                .containsExactly("job.yaml:3:29: inputs has 10001 characters; it may have at most 10000.");
    }

    @Test
    void aNestedTaskIsATaskOfAnotherKind() {
        assertThat(toldOfForEach("inputs: \"[1]\"", "task_key: a b, max_retries: -2, depends_on: [{task_key: l}]"))
                .containsExactly(
                        "job.yaml:3:42: task a b says nothing to do; give it one of " + TaskRules.kinds() + ".",
                        "job.yaml:3:53: task_key \"a b\" may have only letters, digits, _ and -, at most 100 of them.",
                        "job.yaml:3:71: max_retries is -2; it must be at least -1 (-1 for no limit).",
                        "job.yaml:3:75: The nested task of a for-each task depends on nothing by itself; give the"
                                + " dependency to the for-each task.");
        assertThat(toldOfForEach(
                        "inputs: \"[1]\"",
                        "task_key: i, for_each_task: {inputs: \"[]\", task: {%s}}".formatted(NESTED)))
                .contains("job.yaml:3:56: A for-each task cannot hold another; let it run a job that has one with"
                        + " run_job_task.");
        assertThat(toldOfForEach("inputs: \"[1]\"", "task_key: i, dbt_task: {commands: [run]}"))
                .containsExactly("job.yaml:3:56: dbt_task is not carried out by this version of Leat; the kinds of"
                        + " tasks it runs are " + TaskRules.kinds() + ".");
    }

    @Test
    void aRunJobTaskNamesAJobAndItsParameters() {
        assertThat(toldOfJob("  - {task_key: r, run_job_task: {job_id: 0, job_parameters: {a: b}, jar_params: [c]}}"))
                .containsExactly(
                        "job.yaml:4:42: job_id is 0; it must be at least 1 (the job's id).",
                        "job.yaml:4:45: job_parameters and jar_params exclude each other; give the values as"
                                + " job_parameters.");
        assertThat(toldOfJob("  - {task_key: r, run_job_task: {job_id: 1, pipeline_params: {full_refresh: true}}}"))
                .containsExactly(
                        "job.yaml:4:45: pipeline_params is not carried out by this version of Leat; without it,"
                                + " the job can be run.");
    }
}
