package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/** HTTP to a control plane, under one token. */
final class Wire {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private final String address;
    private final String token;

    Wire(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /**
     * @throws LeatException when the control plane refuses
     * @throws UncheckedIOException when there was no answer
     */
    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /**
     * @throws LeatException when the control plane refuses
     * @throws UncheckedIOException when there was no answer
     */
    JsonNode post(String path, Object message) {
        return send(request(path)
                .POST(BodyPublishers.ofByteArray(Json.bytes(message)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private static JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            JsonNode body = Json.mapper().readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new LeatException(code(body), body.path("message").asText(answer.body()));
            }

            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static ErrorCode code(JsonNode body) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(body.path("error_code").asText()))
                .findFirst()
                .orElse(ErrorCode.INTERNAL_ERROR);
    }
}
