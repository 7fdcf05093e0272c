package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static io.leat.core.job.JobFiles.toldOfJob;
import static io.leat.core.job.JobFiles.toldOfPersist;
import static io.leat.core.job.JobFiles.toldOfTask;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesTest {
    @Test
    void wrongTypesSayWhatWasExpectedAndWhatWasGiven() {
        assertThat(toldOfTask("max_retries: three"))
                .containsExactly("job.yaml:4:18: max_retries must be a whole number, but is the text \"three\".");
        assertThat(toldOfTask("max_retries: \"3\""))
                .containsExactly(
                        "job.yaml:4:18: max_retries must be a whole number, but is the text \"3\". Leave the quotes out.");
        assertThat(toldOfTask("max_retries: 99999999999"))
                .containsExactly("job.yaml:4:18: max_retries must be a whole number, but is 99999999999.");
        assertThat(toldOfTask("retry_on_timeout: yes"))
                .containsExactly("job.yaml:4:23: retry_on_timeout must be true or false, but is the text \"yes\".");
        assertThat(toldOfTask("depends_on: [q]"))
                .containsExactly(
                        "job.yaml:4:18: depends_on[0] must be a mapping, but is the text \"q\". Write {task_key: q}.");
        assertThat(toldOfPersist("not_null: id"))
                .containsExactly("job.yaml:6:17: not_null must be a list, but is the text \"id\". Write [id].");
        assertThat(toldOfPersist("where: {{job.name}}"))
                .contains("job.yaml:6:14: where must be text, but is a mapping; put a reference in quotes: \"{{…}}\".");
        assertThat(toldOfTask("depends_on: [null]"))
                .containsExactly("job.yaml:4:18: depends_on[0] has no value; expected a mapping.");
        assertThat(toldOfPersist("where:")).containsExactly("job.yaml:6:13: where has no value; expected text.");
    }

    @Test
    void wrongNamesComeWithTheNearest() {
        assertThat(toldOfPersist("moed: merge"))
                .containsExactly("job.yaml:6:7: tasks[0].persist_task has no field moed; did you mean mode?");
        assertThat(toldOfPersist("partition: x"))
                .containsExactly(
                        "job.yaml:6:7: tasks[0].persist_task has no field partition. Its fields are input, where, select,"
                                + " target, mode, slice, keys, order_by, not_null, constraints, comment, column_comments.");
        assertThat(toldOfPersist("mode: overwrit"))
                .containsExactly(
                        "job.yaml:6:13: mode must be append, overwrite or merge, but is overwrit; did you mean overwrite?");
        assertThat(toldOfTask("depend_on: []"))
                .containsExactly("job.yaml:4:5: tasks[0] has no field depend_on; did you mean depends_on?");
        assertThat(toldOfJob("max_retries: 1"))
                .containsExactly("job.yaml:4:1: the job has no field max_retries; a task has max_retries.");
        assertThat(toldOfJob("colour: red"))
                .containsExactly("warning: job.yaml:4:1: the job has no field colour; it is kept and has no effect.");
    }

    @Test
    void aReaderMayTakeBlanksAsSeparatorsAndNulls() {
        assertThat(told("""
                tasks:
                  - task_key: a
                    ingest_task:
                      source: {format: csv, path: a, options: {sep: "\\t", quote: " ", nullValue: ""}}
                      target: s.a
                """)).isEmpty();
    }

    @Test
    void tasksMakeADag() {
        assertThat(told("""
                tasks:
                  - {task_key: a, depends_on: [{task_key: c}], persist_task: {input: s.a, target: s.b}}
                  - {task_key: b, depends_on: [{task_key: a}], persist_task: {input: s.b, target: s.c}}
                  - {task_key: c, depends_on: [{task_key: b}], persist_task: {input: s.c, target: s.d}}
                  - {task_key: match, depends_on: [{task_key: mtch}], persist_task: {input: s.e, target: s.f}}
                  - {task_key: mitch, persist_task: {input: s.e, target: s.g}}
                  - {task_key: a, depends_on: [{task_key: a}], persist_task: {input: s.e, target: s.h}}
                  - {task_key: a b, persist_task: {input: s.e, target: s.i}}
                """))
                .containsExactly(
                        "job.yaml:3:19: The tasks wait for each other in a circle: a -> b -> c -> a.",
                        "job.yaml:5:47: match depends on mtch, which is no task of this job; did you mean mitch?",
                        "job.yaml:7:16: Two tasks have the task_key a: tasks[0] and tasks[5].",
                        "job.yaml:7:43: a depends on itself.",
                        "job.yaml:8:16: task_key \"a b\" may have only letters, digits, _ and -, at most 100 of them.");
        assertThat(told("name: x")).containsExactly("job.yaml:1:1: A job needs at least one task under tasks.");
    }

    @Test
    void aTaskDoesOneThing() {
        assertThat(told("tasks: [{task_key: a}]"))
                .containsExactly("job.yaml:1:9: task a says nothing to do; give it one of " + TaskRules.kinds() + ".");
        assertThat(told("tasks: [{}]")).contains("job.yaml:1:9: tasks[0] needs task_key.");
        assertThat(toldOfTask("match_task: {inputs: [{table: silver.a}], target: gold.c}"))
                .containsExactly("job.yaml:4:5: task p has both persist_task and match_task; a task does one thing.");
        assertThat(told("tasks: [{task_key: a, quantum_task: {}}]"))
                .containsExactly(
                        "job.yaml:1:23: quantum_task is no kind of task; the kinds this version of Leat runs are "
                                + TaskRules.kinds() + ".");
    }

    @Test
    void numbersKeepTheirBounds() {
        assertThat(toldOfTask("max_retries: -2\nmin_retry_interval_millis: -1\ntimeout_seconds: -1"))
                .containsExactly(
                        "job.yaml:4:18: max_retries is -2; it must be at least -1 (-1 for no limit).",
                        "job.yaml:5:32: min_retry_interval_millis is -1; it must be at least 0 (0 for none).",
                        "job.yaml:6:22: timeout_seconds is -1; it must be at least 0 (0 for no limit).");
    }

    @Test
    void clustersExistAndAreOne() {
        String clusters = "job_clusters: [{job_cluster_key: big, new_cluster: {spark_version: \"15.4\"}}]\n";
        assertThat(toldOfJob(clusters))
                .containsExactly(
                        "job.yaml:4:68: spark_version 15.4 is no runtime of this version of Leat; the one there is is 4.1.");
        assertThat(toldOfTask("job_cluster_key: bgi\nnew_cluster: {}"))
                .containsExactly(
                        "job.yaml:4:22: bgi is no job cluster of this job.",
                        "job.yaml:5:5: A task runs on a new_cluster or on a job cluster, not on both.");
    }

    @Test
    void tablesAndTimesHaveTheirForm() {
        assertThat(toldOfPersist("").toString()).isEqualTo("[]");
        assertThat(told(JobFiles.VALID.replace("target: gold.kept", "target: Gold")))
                .contains(
                        "job.yaml:37:15: Gold is no table name; write schema.table in lower case, with letters, digits, _ and -.");
        assertThat(told(JobFiles.VALID.replace("30 minutes", "30 minuets")))
                .containsExactly(
                        "job.yaml:17:49: after: \"30 minuets\" is not a length of time such as 30 minutes or 7 days; did you"
                                + " mean minutes?");
        assertThat(told(JobFiles.VALID.replace("7 days", "soon")))
                .containsExactly(
                        "job.yaml:29:52: max_age: \"soon\" is not a length of time such as 30 minutes or 7 days.");
    }

    @Test
    void mergeNeedsKeysAndKeysNeedMerge() {
        assertThat(toldOfPersist("mode: merge"))
                .containsExactly("job.yaml:6:13: mode: merge needs keys, the columns that identify a row.");
        assertThat(toldOfPersist("keys: [id]"))
                .containsExactly("job.yaml:6:7: keys is only for mode: merge; the mode is overwrite.");
    }

    @Test
    void aSliceSaysWhatLiesInIt() {
        assertThat(toldOfPersist("slice: {column: day, equals: 2026-01-01}")).isEmpty();
        assertThat(toldOfPersist("slice: {column: day, from: \"{{job.run_id}}\", to: 2026-01-01}"))
                .isEmpty();
        assertThat(toldOfPersist("mode: append\nslice: {column: day, equals: 1}"))
                .containsExactly("job.yaml:7:7: slice is only for mode: overwrite; the mode is append.");
        assertThat(toldOfPersist("slice: {column: day}"))
                .containsExactly("job.yaml:6:14: A slice of day needs either equals, or from, to or both.");
        assertThat(toldOfPersist("slice: {column: day, from: 2, to: \"{{job.run_id}}\", equals: 1}"))
                .containsExactly("job.yaml:6:14: A slice of day needs either equals, or from, to or both.");
        assertThat(toldOfPersist("slice: {column: day, from: 2026-01-02, to: 2026-01-01}"))
                .containsExactly("job.yaml:6:14: The slice of day from 2026-01-02 to 2026-01-01 is empty: to must be"
                        + " greater than from.");
    }

    @Test
    void aFeatureIsOneThing() {
        String before = "{name: n30, aggregate: count, over: 30 days}";
        assertThat(told(JobFiles.VALID.replace(before, "{name: n30}")))
                .containsExactly("job.yaml:30:15: A feature is either as_of or aggregate with over; n30 has neither.");
        assertThat(told(JobFiles.VALID.replace(before, "{name: n30, as_of: x, aggregate: sum}")))
                .containsExactly("job.yaml:30:15: A feature is either as_of or aggregate with over; n30 has both.");
        assertThat(told(JobFiles.VALID.replace(before, "{name: last, aggregate: sum, over: 1 day, max_age: 1 day}")))
                .containsExactly(
                        "job.yaml:30:22: Two columns of the target would be named last.",
                        "job.yaml:30:39: aggregate: sum needs value, the expression it is taken of.",
                        "job.yaml:30:57: max_age is only for features with as_of.");
        assertThat(told(JobFiles.VALID.replace(before, "{name: n30, aggregate: count}")))
                .containsExactly("job.yaml:30:38: aggregate needs over, how far back it reaches, such as 30 days.");
    }

    @Test
    void aModelIsTrainedForWhatItCanDo() {
        assertThat(told(JobFiles.VALID.replace("logistic_regression", "random_forest")))
                .containsExactly(
                        "job.yaml:46:18: algorithm: random_forest needs problem: classification or regression.");
        assertThat(told(JobFiles.VALID.replace("logistic_regression", "linear_regression")))
                .containsExactly(
                        "job.yaml:47:26: auc does not measure regression; there are rmse, mae, r2, baseline_rmse.");
        assertThat(told(JobFiles.VALID.replace("{metric: auc, at_least: 0.6}", "{metric: acu}")))
                .containsExactly(
                        "job.yaml:47:17: require[0] needs at_least or at_most.",
                        "job.yaml:47:26: There is no metric acu; did you mean auc?");
        assertThat(told(JobFiles.VALID.replace("model: buyers", "model: buyers\n      parameters: {max_itr: 5}")))
                .containsExactly(
                        "job.yaml:49:20: logistic_regression has no parameter max_itr; did you mean max_iter?");
        assertThat(told(JobFiles.VALID.replace("[last, n30]", "[last, bought]")))
                .containsExactly("job.yaml:45:24: bought is the label; a model cannot predict it from itself.");
    }

    @Test
    void inputsAreJoinedOnSomething() {
        assertThat(told(JobFiles.VALID.replace("          on: c.id = o.id\n", "")))
                .isEmpty();
        assertThat(told(JobFiles.VALID.replace(", after: 30 minutes", "")))
                .containsExactly(
                        "job.yaml:17:11: within needs before or after, such as 30 minutes; without them no row matches.");
        assertThat(told("""
                tasks:
                  - task_key: m
                    match_task:
                      inputs:
                        - {table: silver.a, on: x = y}
                        - {table: silver.a}
                      group_by: [x]
                      having: x > 1
                      target: gold.b
                """))
                .containsExactly(
                        "job.yaml:5:29: on is not for the first input; there is none before it.",
                        "job.yaml:6:11: inputs[1] has neither on nor within, so each of its rows would meet every row; on: true"
                                + " asks for that.",
                        "job.yaml:6:11: Two inputs are named a; give this one another name with as.",
                        "job.yaml:7:7: group_by needs select, which says what is computed for each group.");
    }

    @Test
    void referencesAreChecked() {
        assertThat(told(JobFiles.VALID.replace("job.parameters.day", "job.parameters.dya")))
                .containsExactly("job.yaml:13:48: The job has no parameter dya; did you mean {{job.parameters.day}}?");
        assertThat(told(JobFiles.VALID.replace("job.parameters.day", "job.parametrs.day")))
                .containsExactly("job.yaml:13:48: There is no {{job.parametrs.day}}.");
        assertThat(told(JobFiles.VALID.replace("job.parameters.day", "jobs.parameters.day")))
                .containsExactly(
                        "warning: job.yaml:13:48: {{jobs.parameters.day}} is no reference and stays as it is; did you mean"
                                + " {{job.parameters.day}}?");
        assertThat(told(JobFiles.VALID.replace("job.parameters.day", "tasks.a.values.x")))
                .containsExactly("job.yaml:13:48: {{tasks.a.values.x}}: a is no task of this job.");
        assertThat(toldOfPersist("where: \"`{{job.name}}` > 1\""))
                .containsExactly(
                        "job.yaml:6:14: {{job.name}} is in a back-quoted name; it stands for a value, and cannot be part of a"
                                + " name.");
        assertThat(toldOfPersist("constraints: {c: \"a > '{{job.name}}'\"}"))
                .containsExactly(
                        "job.yaml:6:24: A constraint stays with the table, so it cannot hold a reference, which is another"
                                + " value in each run.");
        assertThat(toldOfJob("parameters: [{name: a, default: \"{{task.name}}\"}]"))
                .containsExactly(
                        "job.yaml:4:33: {{task.name}} cannot stand in a parameter's value; use it in the task instead.");
    }

    @Test
    void readingWithoutWaitingIsWarnedOf() {
        assertThat(told(JobFiles.VALID.replace("    depends_on: [{task_key: ingest}]\n", "")))
                .containsExactly(
                        "warning: job.yaml:12:19: match reads bronze.clicks, which ingest writes, but does not depend on it.");
    }
}
