package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code leat status}. */
@Command(name = "status", description = "Show the workspace's control plane and drivers; starts nothing.")
final class StatusCommand implements Runnable {
    private final Context context;

    StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Optional<Daemon.Found> found = new Daemon(context.console(), context.workspace()).find();
        if (context.wantsJson()) {
            context.print(found.map(Daemon.Found::status)
                    .orElseGet(() -> Json.object()
                            .put("running", false)
                            .put("workspace", context.workspace().root().toString())));
            return;
        }
        if (found.isEmpty()) {
            context.print("No control plane runs for " + context.workspace().root()
                    + "; the next command that needs one starts it.");
            return;
        }

        JsonNode status = found.get().status();
        long now = System.currentTimeMillis();
        context.print("Workspace      " + context.workspace().root());
        context.print("Control plane  process %s at %s, version %s, up %s, %s resident, ready in %s ms"
                .formatted(
                        status.path("pid").asText(),
                        found.get().client().server().address(),
                        status.path("version").asText(),
                        Shown.duration(now - status.path("started").asLong()),
                        Shown.bytes(status.path("rss_bytes").asLong()),
                        status.path("ready_ms").asText()));
        context.print("Active runs    " + status.path("runs_active").asText("0"));
        drivers(status.path("drivers"), now);
    }

    private void drivers(JsonNode drivers, long now) {
        if (drivers.isEmpty()) {
            context.print("Drivers        none");
            return;
        }
        context.print("");
        TextTable table = new TextTable(
                "DRIVER", "STATE", "MASTER", "PID>", "UP>", "STARTED IN>", "CDS", "TASK RUNS>", "IDLE>", "SPARK UI");
        for (JsonNode driver : drivers) {
            table.row(
                    driver.path("driver_id").asText(),
                    driver.path("state").asText(),
                    driver.path("master").asText(),
                    driver.path("pid").asText(""),
                    Shown.duration(now - driver.path("started").asLong()),
                    driver.hasNonNull("start_millis")
                            ? Shown.duration(driver.path("start_millis").asLong())
                            : "",
                    driver.path("class_data_archive").asBoolean() ? "yes" : "no",
                    String.valueOf(driver.path("running").size()),
                    driver.hasNonNull("idle_since")
                            ? Shown.duration(now - driver.path("idle_since").asLong())
                            : "",
                    driver.path("spark_ui").asText(""));
        }
        context.print(table);
    }
}
