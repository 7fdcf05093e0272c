package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat secrets}. Values come from standard input or a prompt, never from the command line, which others see. */
@Command(name = "secrets", description = "List secrets by name; store or delete one.")
final class SecretsCommand implements Runnable {
    private final Context context;

    SecretsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "List the scopes and keys; values are never shown.")
    void list() {
        JsonNode answer = context.client().get(Client.LEAT + "secrets");
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }

        TextTable table = new TextTable("SCOPE", "KEY", "UPDATED");
        for (JsonNode secret : answer.path("secrets")) {
            table.row(secret.path("scope").asText(), secret.path("key").asText(), Fields.time(secret, "updated_at"));
        }
        context.print(table.isEmpty() ? new TextTable("No secrets yet.") : table);
    }

    @Command(
            name = "put",
            description = {
                "Store a secret, encrypted. Its value is read from standard input, or asked for.",
                "Job files use it as {{secrets/SCOPE/KEY}}."
            })
    void put(
            @Parameters(paramLabel = "SCOPE", description = "A group of secrets.") String scope,
            @Parameters(paramLabel = "KEY", description = "Its name in the group.") String key) {
        Client client = context.client();
        client.send("PUT", path(scope, key), Json.object().put("string_value", value(scope, key)))
                .orThrow();
        told("Stored the secret %s/%s; job files use it as {{secrets/%s/%s}}.".formatted(scope, key, scope, key));
    }

    @Command(name = "delete", description = "Delete a secret.")
    void delete(
            @Parameters(paramLabel = "SCOPE", description = "A group of secrets.") String scope,
            @Parameters(paramLabel = "KEY", description = "Its name in the group.") String key) {
        context.client().send("DELETE", path(scope, key), null).orThrow();
        told("Deleted the secret %s/%s.".formatted(scope, key));
    }

    private static String path(String scope, String key) {
        return Client.LEAT + "secrets/" + Client.part(scope) + "/" + Client.part(key);
    }

    private void told(String line) {
        if (context.wantsJson()) {
            context.print(Json.object());
        } else {
            context.print(line);
        }
    }

    private String value(String scope, String key) {
        if (context.console().asks()) {
            char[] typed = Objects.requireNonNull(System.console(), "no console")
                    .readPassword("Value of %s/%s (not shown): ", scope, key);
            return typed == null ? nothing() : new String(typed);
        }
        try {
            String text = new String(context.console().in().readAllBytes(), StandardCharsets.UTF_8);
            String value = text.replaceFirst("\\r?\\n\\z", "");
            return value.isEmpty() ? nothing() : value;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read standard input", e);
        }
    }

    private static String nothing() {
        throw new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "No value was given; type it at the prompt or pass it on standard input.");
    }
}
