package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import org.junit.jupiter.api.Test;

class JobSettingsTest {
    private static final String EVERYTHING = """
            {"name": "nightly", "description": "d", "tags": {"team": "a"}, "format": "MULTI_TASK",
             "parameters": [{"name": "day", "default": "x", "note": 1}],
             "timeout_seconds": 0, "max_concurrent_runs": 1, "queue": {"enabled": false, "kept": true},
             "schedule": {"quartz_cron_expression": "0 0 * * * ?", "timezone_id": "UTC"},
             "job_clusters": [{"job_cluster_key": "c", "serverless_compute_id": "s",
                "new_cluster": {"spark_version": "4.1", "spark_conf": {"a": "b"}, "num_workers": 2,
                                "aws_attributes": {"zone_id": "z"}}}],
             "tasks": [{"task_key": "t", "depends_on": [{"task_key": "s", "outcome": "true", "x": null}],
                "run_if": "ALL_SUCCESS", "disabled": false, "max_retries": -1, "min_retry_interval_millis": 5,
                "retry_on_timeout": true, "timeout_seconds": 9, "job_cluster_key": "c",
                "ingest_task": {"source": {"format": "csv", "path": "p"}, "target": "a.b"}, "unknown": [1, {"z": 2}]}],
             "unknown": {"deep": [true, null, 1.5]}}""";

    @Test
    void everyFieldSurvivesARoundTrip() {
        JsonNode before = Json.parse(EVERYTHING, JsonNode.class);

        JobSettings settings = Json.convert(before, JobSettings.class);

        assertThat((JsonNode) Json.tree(settings)).isEqualTo(before);
        assertThat(Json.read(Json.write(settings), JobSettings.class)).isEqualTo(settings);
    }

    @Test
    void aTaskKnowsItsBody() {
        Task task = Json.parse(EVERYTHING, JobSettings.class).tasks().get(0);

        assertThat(task.kind()).isEqualTo("ingest_task");
        assertThat(task.body().path("target").asText()).isEqualTo("a.b");
        assertThat(task.dependencies()).containsExactly("s");
    }
}
