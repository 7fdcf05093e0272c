package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.ResultState;
import io.leat.core.value.Secrets;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.OutboxApi.Entry;
import io.leat.server.rest.RunFeedApi.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final String INGEST = "ingest_task: {source: {format: json, path: data}, target: bronze.clicks}";
    private static final String ALL = "{on_start: [{id: w}], on_success: [{id: w}], on_failure: [{id: w}],"
            + " on_duration_warning_threshold_exceeded: [{id: w}]}";

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private GivenEngine given;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(folder, Duration.ofHours(1), Secrets.NONE, clock::get);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void aRunTellsOfItsStartAndItsEndToThoseWhoWantToKnow() {
        long runId =
                given.run("email_notifications: {on_success: [a@b.c]}\n" + job("webhook_notifications: " + ALL, ""));
        PlayedDriver driver = given.driver(0);
        driver.finish(driver.take(), Outcome.SUCCESS, "");

        assertThat(told()).containsExactly("run on_start", "run on_success SUCCESS");
        JsonNode notice = entries().get(1).notice();
        assertThat(notice.path("run").path("run_id").asLong()).isEqualTo(runId);
        assertThat(notice.path("run").has("parent_run_id")).isFalse();
        assertThat(notice.path("job").path("name").asText()).isEqualTo("told");
        assertThat(notice.path("destinations")).hasToString("{\"emails\":[\"a@b.c\"],\"webhooks\":[\"w\"]}");
        assertThat(notice.path("workspace_id").asText()).isNotEmpty();
    }

    @Test
    void aTaskTellsOfEachOfItsAttempts() {
        given.run(job("", "max_retries: 1, webhook_notifications: " + ALL));
        PlayedDriver driver = given.driver(0);
        driver.finish(driver.take(), Outcome.FAILED, "no such column");
        driver.finish(driver.take(), Outcome.SUCCESS, "");

        assertThat(told())
                .containsExactly("t 0 on_start", "t 0 on_failure FAILED", "t 1 on_start", "t 1 on_success SUCCESS");
        JsonNode failed = entries().get(1).notice();
        assertThat(failed.path("state").path("state_message").asText()).isEqualTo("no such column");
        assertThat(failed.path("run").path("parent_run_id").asLong()).isPositive();
    }

    @Test
    void aTaskThatTellsOfItsLastAttemptSaysNothingOfRetries() {
        String quiet = ", notification_settings: {alert_on_last_attempt: true}";
        given.run(job("", "max_retries: 1, webhook_notifications: " + ALL + quiet));
        PlayedDriver driver = given.driver(0);
        driver.finish(driver.take(), Outcome.FAILED, "no such column");
        driver.finish(driver.take(), Outcome.FAILED, "no such column");

        assertThat(told()).containsExactly("t 0 on_start", "t 1 on_failure FAILED");
    }

    @Test
    void whatIsCancelledOrSkippedIsToldUnlessItIsMuted() {
        String mute = "\nnotification_settings: {no_alert_for_skipped_runs: true, no_alert_for_canceled_runs: true}";
        String failures = "webhook_notifications: {on_failure: [{id: w}]}";
        long first = given.run(job(failures, ""));
        given.run(job(failures, ""));
        given.engine().jobs().cancel(first);
        long muted = given.run(job(failures + mute, ""));
        given.run(job(failures + mute, ""));
        given.engine().jobs().cancel(muted);

        assertThat(told())
                .containsExactlyInAnyOrder("run on_failure MAXIMUM_CONCURRENT_RUNS_REACHED", "run on_failure CANCELED");
    }

    @Test
    void eachIsThereOnceAndWhatWasAcknowledgedIsNotThereAgain() {
        given.run(job("webhook_notifications: " + ALL, "webhook_notifications: " + ALL));
        PlayedDriver driver = given.driver(0);
        Assignment assignment = driver.take();
        List<Entry> before = entries();
        given.engine().outbox().acknowledge(List.of(before.get(0).entryId(), "no such entry"));
        given.restart();
        assertThat(entries()).isEqualTo(before.subList(1, before.size()));
        PlayedDriver again = given.again(driver);
        again.sendAgain();
        again.finish(assignment, Outcome.SUCCESS, "");
        again.sendAgain();

        assertThat(told()).containsExactly("t 0 on_start", "t 0 on_success SUCCESS", "run on_success SUCCESS");
    }

    @Test
    void aRepairTellsOfItsOwnStartAndEnd() {
        long runId = given.run(job("webhook_notifications: " + ALL, ""));
        PlayedDriver driver = given.driver(0);
        driver.finish(driver.take(), Outcome.FAILED, "x");
        given.engine().jobs().repair(new RepairRun(runId, RepairChoice.allFailed(), Map.of(), null));
        driver.finish(driver.take(), Outcome.SUCCESS, "");

        assertThat(told())
                .containsExactly("run on_start", "run on_failure FAILED", "run on_start", "run on_success SUCCESS");
    }

    @Test
    void whatTakesLongIsWarnedOfOnceAndGoesOn() {
        String health = "health: {rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 60}]}";
        String warnings = "webhook_notifications: {on_duration_warning_threshold_exceeded: [{id: w}]}";
        long runId = given.run(job(health + "\n" + warnings, health + ", " + warnings));
        PlayedDriver driver = given.driver(0);
        Assignment assignment = driver.take();
        clock.addAndGet(60_000);
        given.restart();
        assertThat(told()).isEmpty();
        clock.addAndGet(1);
        given.restart();
        GivenEngine.await(() -> told().size() == 2);
        given.restart();
        PlayedDriver again = given.again(driver);
        again.finish(assignment, Outcome.SUCCESS, "");

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "run on_duration_warning_threshold_exceeded", "t 0 on_duration_warning_threshold_exceeded");
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(events(runId))
                .filteredOn(event -> event.contains("\"type\":\"health\""))
                .hasSize(2);
    }

    @Test
    void aWarningNeedsNobodyWhoWantsToKnow() {
        String health = "health: {rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 0}]}";
        long runId = given.run(job(health, ""));
        clock.addAndGet(5);

        GivenEngine.await(() -> events(runId).stream().anyMatch(event -> event.contains("RUN_DURATION_SECONDS")));
        assertThat(entries()).isEmpty();
    }

    private List<Entry> entries() {
        return given.engine().outbox().open(100);
    }

    /** Each entry in short: whose, which attempt, what, and the result. */
    private List<String> told() {
        return entries().stream()
                .map(entry -> {
                    JsonNode notice = entry.notice();
                    String whose = notice.has("task")
                            ? notice.path("task").path("task_key").asText() + " " + notice.path("attempt_number")
                            : "run";
                    String result = notice.path("state").path("result_state").asText("");
                    String what = notice.path("event_type").asText().substring("jobs.".length());
                    return (whose + " " + what + " " + result).strip();
                })
                .toList();
    }

    private List<String> events(long runId) {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Subscription reading = given.engine()
                .runFeed()
                .subscribe(runId, 0, event -> events.add(event.json().toString()))) {
            assertThat(reading).isNotNull();
        }

        return events;
    }

    private static String job(String ofJob, String ofTask) {
        String task = ofTask.isEmpty() ? INGEST : ofTask + ", " + INGEST;
        return "name: told\n%s\ntasks: [{task_key: t, %s}]\n".formatted(ofJob, task);
    }
}
