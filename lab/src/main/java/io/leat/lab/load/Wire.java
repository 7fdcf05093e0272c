package io.leat.lab.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Messages to a control plane, one after another on one connection. Costs little, so that the engine is measured: a body
 * is not streamed, since Java would listen for a millisecond whether the connection still stands before each that is.
 */
final class Wire {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Path rendezvous;
    private final String token;
    private String address = "";

    /** @param rendezvous the file that says where the control plane is; read anew after a failure */
    Wire(Path rendezvous, String token) {
        this.rendezvous = rendezvous;
        this.token = token;
    }

    /** To a control plane as a client of it, with the token that its rendezvous file tells. */
    static Wire ofClient(Path rendezvous) throws IOException {
        return new Wire(rendezvous, told(rendezvous).path("token").asText());
    }

    private static JsonNode told(Path rendezvous) throws IOException {
        return Json.mapper().readTree(Files.readString(rendezvous));
    }

    /** @throws IOException when there is no answer, or a refusal */
    <T> T post(String path, Object message, Class<T> type) throws IOException {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(address() + path).openConnection();
            byte[] body = Json.bytes(message);
            connection.setRequestMethod("POST");
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("Authorization", "Bearer " + token);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }

            return answer(connection, path, type);
        } catch (IOException e) {
            address = "";
            throw e;
        }
    }

    private static <T> T answer(HttpURLConnection connection, String path, Class<T> type) throws IOException {
        if (connection.getResponseCode() / 100 != 2) {
            try (InputStream error = connection.getErrorStream()) {
                String text = error == null ? "" : new String(error.readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException(
                        "%s was answered with %d: %s".formatted(path, connection.getResponseCode(), text));
            }
        }

        try (InputStream in = connection.getInputStream()) {
            return Json.mapper().readValue(in.readAllBytes(), type);
        }
    }

    private String address() throws IOException {
        if (address.isEmpty()) {
            address = told(rendezvous).path("address").asText();
        }

        return address;
    }
}
