package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static io.leat.core.job.JobFiles.toldOfJob;
import static io.leat.core.job.JobFiles.toldOfTask;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedTest {
    private static final String SLOW = "{rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 1}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedule: {quartz_cron_expression: 0 0 * * * ?, timezone_id: UTC}",
                "trigger: {periodic: {interval: 1, unit: HOURS}}",
                "continuous: {pause_status: UNPAUSED}",
                "git_source: {git_url: u, git_provider: gitHub}",
                "run_as: {user_name: a}"
            })
    void settingsOfTheJobThatWouldBeIgnoredAreRefused(String setting) {
        String name = setting.substring(0, setting.indexOf(':'));

        assertThat(toldOfJob(setting))
                .containsExactly(
                        "job.yaml:4:1: %s is not carried out by this version of Leat; without it, the job can be run."
                                .formatted(name));
    }

    @Test
    void settingsOfATaskThatWouldBeIgnoredAreRefused() {
        assertThat(toldOfTask("existing_cluster_id: c"))
                .containsExactly("job.yaml:4:5: existing_cluster_id is not carried out by this version of Leat; without"
                        + " it, the job can be run.");
    }

    @Test
    void howTasksAndRunsFollowEachOtherIsCarriedOut() {
        assertThat(toldOfTask("run_if: ALL_DONE\ndisabled: true\nhealth: " + SLOW))
                .isEmpty();
        assertThat(toldOfJob("max_concurrent_runs: 0\nqueue: {enabled: true}\nhealth: " + SLOW))
                .isEmpty();
    }

    @Test
    void otherLimitsThanThatOfTimeAreRefused() {
        assertThat(toldOfJob("health: " + SLOW.replace("RUN_DURATION_SECONDS", "STREAMING_BACKLOG_FILES")))
                .containsExactly(
                        "job.yaml:4:27: STREAMING_BACKLOG_FILES is not carried out by this version of Leat, only"
                                + " RUN_DURATION_SECONDS is.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"email_notifications: {on_failure: [a@b.c]}", "webhook_notifications: {on_start: [{id: a}]}"})
    void messagesAreNotSent(String setting) {
        String name = setting.substring(0, setting.indexOf(':'));

        assertThat(toldOfJob(setting))
                .containsExactly(
                        "warning: job.yaml:4:1: %s is kept; this version of Leat sends no messages.".formatted(name));
        assertThat(toldOfTask(setting))
                .containsExactly(
                        "warning: job.yaml:4:5: %s is kept; this version of Leat sends no messages.".formatted(name));
    }

    @Test
    void otherKindsOfTasksAreRefused() {
        assertThat(told("tasks: [{task_key: a, dbt_task: {commands: [dbt run]}}]"))
                .containsExactly(
                        "job.yaml:1:23: dbt_task is not carried out by this version of Leat; the kinds of tasks it runs are"
                                + " ingest_task, match_task, features_task, persist_task, train_task, http_task,"
                                + " sql_task, spark_python_task, python_wheel_task, notebook_task, spark_jar_task,"
                                + " condition_task, for_each_task, run_job_task.");
    }

    @Test
    void whatAsksForNothingIsFine() {
        assertThat(toldOfJob("""
                description: d
                tags: {a: b}
                max_concurrent_runs: 1
                schedule: {quartz_cron_expression: 0 0 * * * ?, timezone_id: UTC, pause_status: PAUSED}
                email_notifications: {on_failure: [], no_alert_for_skipped_runs: true}
                webhook_notifications: {}
                notification_settings: {no_alert_for_skipped_runs: true}
                health: {rules: []}
                queue: {enabled: false}
                format: MULTI_TASK
                edit_mode: UI_LOCKED
                deployment: {kind: BUNDLE}
                performance_target: STANDARD
                """)).isEmpty();
        assertThat(toldOfTask("""
                description: d
                run_if: ALL_SUCCESS
                disabled: false
                libraries: []
                max_retries: 1
                new_cluster: {spark_version: "4.1", num_workers: 2, spark_conf: {spark.sql.shuffle.partitions: 8}}
                """)).isEmpty();
    }

    @Test
    void machinesOfACloudAreWarnedOf() {
        assertThat(toldOfTask("new_cluster: {node_type_id: i3.xlarge, init_scripts: [{file: {}}]}"))
                .containsExactly(
                        "job.yaml:4:44: init_scripts is not carried out by this version of Leat; without it, the job can be"
                                + " run.",
                        "warning: job.yaml:4:19: node_type_id describes machines of a cloud; it is kept and has no effect"
                                + " here.");
    }

    @Test
    void everyVerdictIsOnAFieldThatExists() {
        for (String name : Supported.names()) {
            String[] parts = name.split("\\.");
            Set<String> fields = Schema.instance().object(parts[0]).fields().keySet();
            assertThat(fields).as(parts[0]).contains(parts[1]);
        }
    }
}
