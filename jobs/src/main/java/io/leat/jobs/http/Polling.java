package io.leat.jobs.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.HttpTask;
import io.leat.core.json.Pointers;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks again until an answer meets a condition. */
final class Polling {
    private static final Duration USUAL_EVERY = Duration.ofSeconds(10);
    private static final Duration USUAL_TIMEOUT = Duration.ofHours(1);
    private static final String HEADER = "header:";

    private final HttpTask.Poll poll;
    private final HttpErrors errors;
    private final Listener listener;
    private final Duration every;
    private final Duration timeout;
    private final JsonPointer place;

    /** Gets the next answer. */
    interface Asking {
        Answer next() throws InterruptedException;
    }

    Polling(HttpTask.Poll poll, HttpErrors errors, Listener listener) {
        this.poll = poll;
        this.errors = errors;
        this.listener = listener;
        this.every = HttpRun.duration(poll.every(), USUAL_EVERY);
        this.timeout = HttpRun.duration(poll.timeout(), USUAL_TIMEOUT);
        this.place = Pointers.parse(poll.until().pointer());
    }

    /** What is asked again and again; null when it is the request itself. */
    @Nullable
    Call call(Answer first) {
        String text = poll.url();
        if (text == null) {
            return null;
        }

        String address = address(text.strip(), first);
        URI target = Uris.resolve(first.uri(), address);
        if (target == null) {
            throw errors.noAddress("poll.url", address, null);
        }

        return first.call().get(target);
    }

    private String address(String text, Answer first) {
        if (Uris.parse(text) != null) {
            return text;
        }

        if (text.toLowerCase(Locale.ROOT).startsWith(HEADER)) {
            String name = text.substring(HEADER.length()).strip();
            return first.header(name)
                    .orElseThrow(() -> errors.nothingAt(first, "the address to ask", "the header " + name));
        }

        JsonNode json = HttpRun.json(first, "the address to ask", errors);
        return Answer.textAt(json, Pointers.parse(text))
                .orElseThrow(() -> errors.nothingAt(first, "the address to ask", text));
    }

    /** The first answer that meets the condition, beginning with one that is there already. */
    Answer until(Answer first, Asking asking) throws InterruptedException {
        long start = System.nanoTime();
        Answer answer = first;
        while (true) {
            Optional<String> value = Answer.textAt(HttpRun.json(answer, pointer(), errors), place);
            if (value.filter(poll.until()::isLost).isPresent()) {
                throw errors.lost(answer, pointer(), value.get());
            }

            if (value.filter(poll.until()::isMet).isPresent()) {
                return answer;
            }

            String shown = value.orElse("not there");
            if (System.nanoTime() - start + every.toNanos() > timeout.toNanos()) {
                throw errors.notMet(answer, timeout, pointer(), shown);
            }

            listener.activity("waiting: %s is %s".formatted(pointer(), shown));
            Thread.sleep(every.toMillis());
            answer = asking.next();
        }
    }

    private String pointer() {
        return poll.until().pointer();
    }
}
