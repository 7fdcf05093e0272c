package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The control plane as the agent sees it: messages out, answers back. Where it is stands in the rendezvous file, which
 * is read anew after every failure, since the control plane may come back elsewhere; and while an answer is waited for,
 * since one that was halted takes messages and answers none, and another may have taken its place.
 */
final class ControlPlane {
    /** Longer than a control plane holds back its answer to a poll. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LONGEST_PAUSE = 1000;
    private static final long GLANCE_MILLIS = 1000;

    /** Answers that may be different in a moment: it is starting, or another program has its port now. */
    private static final Set<ErrorCode> PASSING =
            Set.of(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.INTERNAL_ERROR, ErrorCode.UNAUTHENTICATED);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Path rendezvous;
    private final String token;
    private volatile String address = "";
    private volatile long lastContact = System.nanoTime();

    ControlPlane(Path rendezvous, String token) {
        this.rendezvous = rendezvous;
        this.token = token;
    }

    /** Asks until there is an answer. */
    <T> T ask(String path, Object message, Class<T> answer) throws InterruptedException {
        Backoff backoff = new Backoff(LONGEST_PAUSE);
        while (true) {
            try {
                return tryOnce(path, message, answer);
            } catch (IOException e) {
                backoff.pause();
            }
        }
    }

    /**
     * Asks once.
     *
     * @throws IOException when there was no answer, or none that would stay the same if asked again
     * @throws LeatException when the control plane refuses
     */
    <T> T tryOnce(String path, Object message, Class<T> answer) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = send(path, message);
            if (response.statusCode() / 100 != 2) {
                throw refusal(path, response);
            }

            T read = Json.mapper().readValue(response.body().isBlank() ? "{}" : response.body(), answer);
            lastContact = System.nanoTime();
            return read;
        } catch (IOException e) {
            address = "";
            throw e;
        }
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastContact);
    }

    private HttpResponse<String> send(String path, Object message) throws IOException, InterruptedException {
        String sentTo = address();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                request(sentTo + path, message), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            while (true) {
                try {
                    return answer.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    requireStill(sentTo);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** A file that is gone tells of no other place. */
    private void requireStill(String sentTo) throws IOException {
        if (Files.isRegularFile(rendezvous)) {
            String told = told();
            if (told.startsWith("http") && !told.equals(sentTo)) {
                throw new IOException("the control plane is at " + told + " by now");
            }
        }
    }

    private HttpRequest request(String url, Object message) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(message)))
                .build();
    }

    private String address() throws IOException {
        String known = address;
        if (!known.isEmpty()) {
            return known;
        }

        String found = told();
        if (!found.startsWith("http")) {
            throw new IOException(rendezvous + " names no address of a control plane");
        }

        address = found;
        return found;
    }

    private String told() throws IOException {
        return Json.mapper()
                .readTree(Files.readString(rendezvous))
                .path("address")
                .asText();
    }

    private static LeatException refusal(String path, HttpResponse<String> response) throws IOException {
        String shown = "%s was answered with HTTP %d".formatted(path, response.statusCode());
        JsonNode body = Json.mapper().readTree(response.body());
        ErrorCode code = code(body.path("error_code").asText(), shown);
        if (PASSING.contains(code)) {
            throw new IOException(shown + ": " + code);
        }

        return new LeatException(code, body.path("message").asText(shown));
    }

    private static ErrorCode code(String name, String shown) throws IOException {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name.toUpperCase(Locale.ROOT))) {
                return code;
            }
        }

        throw new IOException(shown + " and no known error code");
    }
}
