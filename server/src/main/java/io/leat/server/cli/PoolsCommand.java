package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat pools}. */
@Command(name = "pools", description = "List the pools whose slots tasks share; set or delete one.")
final class PoolsCommand implements Runnable {
    private final Context context;

    PoolsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "List the pools: slots, how many are in use, and what waits for them.")
    void list() {
        JsonNode answer = context.client().get(Client.LEAT + "pools");
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }

        TextTable table = new TextTable("POOL", "SLOTS>", "USED>", "WAITING>");
        for (JsonNode pool : answer.path("pools")) {
            table.row(
                    pool.path("name").asText(),
                    pool.path("slots").asText("none"),
                    pool.path("used").asText(),
                    pool.path("waiting").asText());
        }
        if (table.isEmpty()) {
            context.print("No pools yet. Make one with: " + context.console().command() + " pools set NAME SLOTS");
        } else {
            context.print(table);
        }
    }

    @Command(
            name = "set",
            description = {
                "Make a pool, or change how many slots it has. What runs keeps its slots.",
                "With 0, nothing of the pool starts. Tasks claim slots with pool and pool_slots."
            })
    void set(
            @Parameters(paramLabel = "NAME", description = "Letters, digits, _ and -.") String name,
            @Parameters(paramLabel = "SLOTS", description = "How many slots it has.") int slots) {
        Client client = context.client();
        client.send("PUT", path(name), Json.object().put("slots", slots)).orThrow();
        told("Pool %s has %d slots.".formatted(name, slots));
    }

    @Command(name = "delete", description = "Delete a pool that nothing uses or waits for.")
    void delete(@Parameters(paramLabel = "NAME", description = "As 'leat pools' lists it.") String name) {
        context.client().send("DELETE", path(name), null).orThrow();
        told("Deleted the pool %s.".formatted(name));
    }

    private static String path(String name) {
        return Client.LEAT + "pools/" + Client.part(name);
    }

    private void told(String line) {
        if (context.wantsJson()) {
            context.print(Json.object());
        } else {
            context.print(line);
        }
    }
}
