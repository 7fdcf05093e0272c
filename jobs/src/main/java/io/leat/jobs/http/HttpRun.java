package io.leat.jobs.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.Durations;
import io.leat.core.job.ExpectedStatus;
import io.leat.core.job.HttpTask;
import io.leat.core.json.Pointers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task run: its request, the asking again, and what is taken from the answer. */
final class HttpRun {
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_REPEATS = 5;

    /** An answer whose JSON is looked into may have so many bytes. */
    private static final int LARGEST_JSON = 16 << 20;

    private final HttpTask task;
    private final Requests requests;
    private final Credentials credentials;
    private final Hidden hidden;
    private final HttpErrors errors;
    private final Listener listener;
    private final ExpectedStatus expected;
    private final Duration timeout;
    private final Pauses pauses = new Pauses(Clock.systemUTC());

    HttpRun(HttpTask task, Requests requests, Hidden hidden, HttpErrors errors, Listener listener) {
        this.task = task;
        this.requests = requests;
        this.credentials = new Credentials(task.auth(), requests, hidden, errors);
        this.hidden = hidden;
        this.errors = errors;
        this.listener = listener;
        this.expected = ExpectedStatus.of(task.expectedStatus());
        this.timeout = duration(task.timeout(), USUAL_TIMEOUT);
    }

    void run() throws InterruptedException {
        Map<String, JsonPointer> values = new LinkedHashMap<>();
        values().forEach((name, where) -> values.put(name, Pointers.parse(where)));
        HttpTask.Poll poll = task.poll();
        Answer answer = ask(call());
        if (poll != null) {
            answer = poll(poll, answer);
        }

        listener.output(HttpOutput.of(answer, hidden));
        Answer last = answer;
        values.forEach((name, place) -> listener.value(name, value(last, name, place)));
    }

    private Map<String, String> values() {
        return task.values() == null ? Map.of() : task.values();
    }

    private Call call() {
        URI uri = Uris.parse(task.url());
        if (uri == null) {
            throw errors.noAddress("url", task.url(), null);
        }

        Map<String, String> query = new LinkedHashMap<>(task.query() == null ? Map.of() : task.query());
        query.putAll(credentials.query());
        String method = task.method() == null ? "GET" : task.method().toUpperCase(Locale.ROOT);
        return new Call(method, Uris.with(uri, query), headers(), Map.of(), body());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, */*;q=0.5");
        headers.put("User-Agent", "leat");
        JsonNode body = task.body();
        if (body != null) {
            headers.put("Content-Type", body.isTextual() ? "text/plain; charset=utf-8" : "application/json");
        }

        if (task.headers() != null) {
            task.headers().forEach((name, value) -> {
                headers.keySet().removeIf(name::equalsIgnoreCase);
                headers.put(name, value);
            });
        }

        return headers;
    }

    private @Nullable String body() {
        JsonNode body = task.body();
        return body == null ? null : body.isTextual() ? body.textValue() : body.toString();
    }

    /** Sends a request, again when the server asks for it and nothing can come of it twice; the answer is a success. */
    private Answer ask(Call call) throws InterruptedException {
        for (int repeats = 0; ; repeats++) {
            Answer answer = send(call);
            if (expected.has(answer.status())) {
                return answer;
            }

            Optional<Duration> pause =
                    call.isRepeatable() && repeats < MOST_REPEATS ? pauses.of(answer) : Optional.empty();
            if (pause.isEmpty()) {
                throw errors.unexpectedStatus(answer, expected.toString());
            }

            listener.log("the server asks to come back after %d s"
                    .formatted(pause.get().toSeconds()));
            Thread.sleep(pause.get().toMillis());
        }
    }

    private Answer send(Call call) throws InterruptedException {
        Call authorised = isOurs(call) ? call.with(credentials.headers()) : call;
        listener.activity(errors.request(authorised));
        long start = System.nanoTime();
        int most = task.poll() == null && values().isEmpty() ? HttpOutput.MOST_BYTES : LARGEST_JSON;
        Answer answer = requests.send(authorised, timeout, most, expected::has);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        String size = (answer.content().isTruncated() ? "more than " : "")
                + answer.content().size();
        listener.log("%s: %d, %s bytes, %d ms".formatted(errors.request(answer.call()), answer.status(), size, millis));
        return answer;
    }

    /** An answer may lead to another host, which is not told what this one is. */
    private boolean isOurs(Call call) {
        URI own = Uris.parse(task.url());
        return own != null && Call.isSameHost(own, call.uri());
    }

    private Answer poll(HttpTask.Poll poll, Answer first) throws InterruptedException {
        Polling polling = new Polling(poll, errors, listener);
        Call again = polling.call(first);
        return polling.until(again == null ? first : ask(again), () -> ask(again == null ? call() : again));
    }

    private JsonNode value(Answer answer, String name, JsonPointer place) {
        JsonNode value = json(answer, "the value " + name, errors).at(place);
        if (value.isMissingNode()) {
            throw errors.nothingAt(answer, "the value " + name, values().getOrDefault(name, ""));
        }

        return value;
    }

    static Duration duration(@Nullable String text, Duration usual) {
        return text == null ? usual : Durations.parse(text);
    }

    /** The answer's JSON, in which {@code wanted} should stand. */
    static JsonNode json(Answer answer, String wanted, HttpErrors errors) {
        if (answer.content().isTruncated()) {
            throw errors.tooLarge(answer, wanted);
        }

        try {
            JsonNode json = answer.json();
            if (json == null || json.isMissingNode()) {
                throw errors.notJson(answer, wanted, null);
            }

            return json;
        } catch (JsonProcessingException e) {
            throw errors.notJson(answer, wanted, e);
        }
    }
}
