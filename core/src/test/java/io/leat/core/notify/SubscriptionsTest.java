package io.leat.core.notify;

import static io.leat.core.notify.Occasion.FAILURE;
import static io.leat.core.notify.Occasion.START;
import static io.leat.core.notify.Occasion.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.job.JobSettings;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsTest {
    private static final String NONE = "{}";
    private static final String NO_SKIPPED = "{'notification_settings': {'no_alert_for_skipped_runs': true}}";
    private static final String LAST_ATTEMPT = "{'notification_settings': {'alert_on_last_attempt': true}}";
    private static final String NO_CANCELLED = "{'notification_settings': {'no_alert_for_canceled_runs': true}}";

    @Test
    void eachOccasionHasItsAddressesAndDestinations() {
        Subscriptions said = of("{'email_notifications': {'on_failure': ['a@b.c', 'd@e.f'], 'on_start': []},"
                + " 'webhook_notifications': {'on_failure': [{'id': 'w1'}],"
                + " 'on_duration_warning_threshold_exceeded': [{'id': 'w2'}]}}");

        assertThat(said.audience(FAILURE)).isEqualTo(new Audience(List.of("a@b.c", "d@e.f"), List.of("w1")));
        assertThat(said.audience(Occasion.DURATION_WARNING)).isEqualTo(new Audience(List.of(), List.of("w2")));
        assertThat(said.audience(START).isEmpty()).isTrue();
        assertThat(of("{'email_notifications': null}").audience(SUCCESS).isEmpty())
                .isTrue();
    }

    @Test
    void aRunIsToldOfWhenItStartsAndWhenItHasEnded() {
        assertThat(of(NONE).of(status(LifeCycleState.QUEUED, null))).isEmpty();
        assertThat(of(NONE).of(status(LifeCycleState.PENDING, null))).contains(START);
        assertThat(of(NONE).of(status(LifeCycleState.RUNNING, null))).isEmpty();
        assertThat(of(NONE).of(status(LifeCycleState.TERMINATING, null))).isEmpty();
        assertThat(of(NONE).of(status(LifeCycleState.TERMINATED, ResultState.SUCCESS)))
                .contains(SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "TERMINATED, SUCCESS, SUCCESS, SUCCESS, SUCCESS",
        "TERMINATED, SUCCESS_WITH_FAILURES, SUCCESS, SUCCESS, SUCCESS",
        "TERMINATED, FAILED, FAILURE, FAILURE, FAILURE",
        "INTERNAL_ERROR, FAILED, FAILURE, FAILURE, FAILURE",
        "TERMINATED, TIMEDOUT, FAILURE, FAILURE, FAILURE",
        "TERMINATED, CANCELED, FAILURE, FAILURE, ",
        "SKIPPED, CANCELED, FAILURE, , FAILURE",
        "SKIPPED, MAXIMUM_CONCURRENT_RUNS_REACHED, FAILURE, , FAILURE",
        "SKIPPED, UPSTREAM_FAILED, FAILURE, , FAILURE",
        "SKIPPED, UPSTREAM_CANCELED, FAILURE, , FAILURE",
        "TERMINATED, EXCLUDED, , , ",
        "TERMINATED, DISABLED, , , "
    })
    void endsAreToldUnlessTheyAreMuted(
            LifeCycleState state,
            ResultState result,
            @Nullable Occasion told,
            @Nullable Occasion withoutSkipped,
            @Nullable Occasion withoutCancelled) {
        RunStatus status = status(state, result);

        assertThat(of(NONE).of(status)).isEqualTo(Optional.ofNullable(told));
        assertThat(of(NO_SKIPPED).of(status)).isEqualTo(Optional.ofNullable(withoutSkipped));
        assertThat(of(NO_CANCELLED).of(status)).isEqualTo(Optional.ofNullable(withoutCancelled));
    }

    @Test
    void theOldSwitchMutesWhatIsSkippedToo() {
        assertThat(of("{'email_notifications': {'no_alert_for_skipped_runs': true}}")
                        .of(status(LifeCycleState.SKIPPED, ResultState.MAXIMUM_CONCURRENT_RUNS_REACHED)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TERMINATED, SUCCESS, SUCCESS",
        "TERMINATED, CANCELED, ",
        "SKIPPED, UPSTREAM_FAILED, ",
        "TERMINATED, EXCLUDED, ",
        "RUNNING, , START"
    })
    void whetherAnotherAttemptFollowsIsNotAskedOfWhatIsNoFailure(
            LifeCycleState state, @Nullable ResultState result, @Nullable Occasion told) {
        String quiet = "{'notification_settings': {'alert_on_last_attempt': true,"
                + " 'no_alert_for_skipped_runs': true, 'no_alert_for_canceled_runs': true}}";

        assertThat(of(quiet).of(taskRun(state, result, 0), SubscriptionsTest::notAsked))
                .isEqualTo(Optional.ofNullable(told));
    }

    @Test
    void whetherAnotherAttemptFollowsIsAskedOfAFailureWhereTheLastAttemptAloneIsTold() {
        TaskRun failed = taskRun(LifeCycleState.TERMINATED, ResultState.FAILED, 1);

        assertThat(of(NONE).of(failed, SubscriptionsTest::notAsked)).contains(FAILURE);
        assertThat(of(LAST_ATTEMPT).of(failed, () -> true)).isEmpty();
        assertThat(of(LAST_ATTEMPT).of(failed, () -> false)).contains(FAILURE);
    }

    @Test
    void theStartOfARetryIsToldUnlessTheLastAttemptAloneIs() {
        TaskRun retry = taskRun(LifeCycleState.RUNNING, null, 1);

        assertThat(of(NONE).of(retry, SubscriptionsTest::notAsked)).contains(START);
        assertThat(of(LAST_ATTEMPT).of(retry, SubscriptionsTest::notAsked)).isEmpty();
    }

    private static boolean notAsked() {
        throw new AssertionError("asked whether another attempt follows");
    }

    private static TaskRun taskRun(LifeCycleState state, @Nullable ResultState result, int retriesUsed) {
        return new TaskRun(
                2, 1, 0, -1, 0, "a", retriesUsed, retriesUsed, state, result, null, "", null, 0, 1, 1, 1, "d", null, 0);
    }

    private static Subscriptions of(String json) {
        return Subscriptions.of(
                Json.read(json.replace('\'', '"'), JobSettings.class).more());
    }

    private static RunStatus status(LifeCycleState state, @Nullable ResultState result) {
        return new RunStatus(state, result, null, "", null, 1, 1, 0);
    }
}
