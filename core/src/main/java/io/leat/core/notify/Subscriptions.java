package io.leat.core.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who wants to be told what of a job's runs, or of a task's task runs. Those of a job say nothing of its tasks, and are
 * told of a run as a whole, not of its attempts.
 */
public final class Subscriptions {
    private static final String EMAIL = "email_notifications";
    private static final String WEBHOOK = "webhook_notifications";
    private static final String SETTINGS = "notification_settings";

    private final JsonNode emails;
    private final JsonNode webhooks;
    private final JsonNode settings;

    private Subscriptions(JsonNode emails, JsonNode webhooks, JsonNode settings) {
        this.emails = emails;
        this.webhooks = webhooks;
        this.settings = settings;
    }

    /** @param fields of the job or of the task */
    public static Subscriptions of(Map<String, JsonNode> fields) {
        return new Subscriptions(field(fields, EMAIL), field(fields, WEBHOOK), field(fields, SETTINGS));
    }

    private static JsonNode field(Map<String, JsonNode> fields, String name) {
        return fields.getOrDefault(name, MissingNode.getInstance());
    }

    public Audience audience(Occasion occasion) {
        List<String> addresses = new ArrayList<>();
        emails.path(occasion.field()).forEach(address -> addresses.add(address.asText()));
        List<String> destinations = new ArrayList<>();
        webhooks.path(occasion.field())
                .forEach(webhook -> destinations.add(webhook.path("id").asText()));
        return new Audience(addresses, destinations);
    }

    /** What is told when a run comes to stand so. */
    public Optional<Occasion> of(RunStatus status) {
        ResultState result = status.result();
        if (result != null) {
            return end(status.state(), result);
        }

        return status.state() == LifeCycleState.PENDING ? Optional.of(Occasion.START) : Optional.empty();
    }

    /**
     * What is told when a task run comes to stand so. With {@code alert_on_last_attempt}, neither the start of a retry
     * is told nor a failure that is followed by one.
     *
     * @param retried whether another attempt follows; asked only where that counts
     */
    public Optional<Occasion> of(TaskRun taskRun, BooleanSupplier retried) {
        boolean quiet = settings.path("alert_on_last_attempt").asBoolean();
        ResultState result = taskRun.result();
        if (result != null) {
            return end(taskRun.state(), result)
                    .filter(told -> !(quiet && told == Occasion.FAILURE && retried.getAsBoolean()));
        }

        return taskRun.state() == LifeCycleState.RUNNING && !(quiet && taskRun.retriesUsed() > 0)
                ? Optional.of(Occasion.START)
                : Optional.empty();
    }

    /** What was left out because its job says so has not failed: nobody is told. */
    private Optional<Occasion> end(LifeCycleState state, ResultState result) {
        return switch (result) {
            case SUCCESS, SUCCESS_WITH_FAILURES -> Optional.of(Occasion.SUCCESS);
            case FAILED, TIMEDOUT -> Optional.of(Occasion.FAILURE);
            case CANCELED -> unless(state == LifeCycleState.SKIPPED ? mutesSkipped() : mutesCancelled());
            case UPSTREAM_FAILED, UPSTREAM_CANCELED, MAXIMUM_CONCURRENT_RUNS_REACHED -> unless(mutesSkipped());
            case EXCLUDED, DISABLED -> Optional.empty();
        };
    }

    private static Optional<Occasion> unless(boolean muted) {
        return muted ? Optional.empty() : Optional.of(Occasion.FAILURE);
    }

    private boolean mutesSkipped() {
        return settings.path("no_alert_for_skipped_runs").asBoolean()
                || emails.path("no_alert_for_skipped_runs").asBoolean();
    }

    private boolean mutesCancelled() {
        return settings.path("no_alert_for_canceled_runs").asBoolean();
    }
}
