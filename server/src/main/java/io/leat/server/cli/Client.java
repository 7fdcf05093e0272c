package io.leat.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.config.Rendezvous;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to one control plane. Built on the JDK's older HTTP client, which a short-lived process loads in a third of
 * the time of the newer one.
 */
final class Client {
    static final String LEAT = "/api/leat/1.0/";
    static final String JOBS = "/api/2.2/jobs/";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 120_000;

    /** Three times as long as an event stream is silent at most, when its control plane is well. */
    private static final int SILENCE_MILLIS = 30_000;

    private final Rendezvous server;

    Client(Rendezvous server) {
        this.server = server;
    }

    Rendezvous server() {
        return server;
    }

    /** What the control plane answered: JSON, and whether it was an error. */
    record Answer(int status, JsonNode body) {
        boolean failed() {
            return status >= 400;
        }

        JsonNode orThrow() {
            if (failed()) {
                throw new LeatException(
                        code(body.path("error_code").asText()),
                        body.path("message").asText("The control plane answered with status " + status + "."));
            }
            return body;
        }

        private static ErrorCode code(String name) {
            return Arrays.stream(ErrorCode.values())
                    .filter(code -> code.name().equals(name))
                    .findFirst()
                    .orElse(ErrorCode.INTERNAL_ERROR);
        }
    }

    JsonNode get(String path) {
        return send("GET", path, null).orThrow();
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body).orThrow();
    }

    Answer send(String method, String path, @Nullable JsonNode body) {
        try {
            HttpURLConnection connection = open(method, path, ANSWER_MILLIS);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            return new Answer(status, json(bytes(connection, status)));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Text from a place that has no JSON to give, such as a log. */
    byte[] raw(String path) {
        try {
            HttpURLConnection connection = open("GET", path, ANSWER_MILLIS);
            int status = connection.getResponseCode();
            byte[] bytes = bytes(connection, status);
            if (status >= 400) {
                new Answer(status, json(bytes)).orThrow();
            }
            return bytes;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** A stream that stays open; its reader closes it. */
    InputStream stream(String path) throws IOException {
        HttpURLConnection connection = open("GET", path, SILENCE_MILLIS);
        connection.setRequestProperty("Accept", "text/event-stream");
        int status = connection.getResponseCode();
        if (status >= 400) {
            new Answer(status, json(bytes(connection, status))).orThrow();
        }
        return connection.getInputStream();
    }

    /** One part of a path or query, safe against anything in it. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpURLConnection open(String method, String path, int readMillis) throws IOException {
        URL url = URI.create(server.address() + path).toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(readMillis);
        connection.setRequestProperty("Authorization", "Bearer " + server.token());
        connection.setRequestProperty("User-Agent", "leat-cli");
        return connection;
    }

    private static byte[] bytes(HttpURLConnection connection, int status) throws IOException {
        try (InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            return stream == null ? new byte[0] : stream.readAllBytes();
        }
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        try {
            return bytes.length == 0 ? Json.object() : Json.mapper().readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The control plane's answer is not JSON", e);
        }
    }

    private LeatException unreachable(IOException e) {
        return new LeatException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The control plane (process %d, %s) does not answer: %s. See 'leat status' and the log in logs/control.log of the workspace."
                        .formatted(server.pid(), server.address(), e.getMessage()),
                e);
    }
}
