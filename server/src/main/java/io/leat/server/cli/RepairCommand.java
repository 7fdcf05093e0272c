package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.config.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat repair}. */
@Command(
        name = "repair",
        description = {
            "Run tasks of an ended run again, by default all that failed or did not run because of a failure,",
            "with the job as it is saved now, and show them until the run has ended. What succeeded is kept.",
            "Ctrl-C cancels the run; a second Ctrl-C leaves it to end by itself.",
            ""
        })
final class RepairCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "RUN_ID", description = "As 'leat runs' lists it.")
    long runId;

    @Option(
            names = "--task",
            paramLabel = "KEY",
            description = "A task to run again, whether or not it failed; may be given again.")
    List<String> tasks = new ArrayList<>();

    @Option(names = "--dependents", description = "Run all tasks below these again too.")
    boolean dependents;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A job parameter with another value than the run had; may be given again.")
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but what is wrong.")
    boolean quiet;

    RepairCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        long processStart = Timing.processStartNow();
        Workspace workspace = context.workspace();
        long clientReady = System.currentTimeMillis();
        Client client = context.client();
        Timing timing = new Timing(processStart, clientReady, System.currentTimeMillis());
        Interrupts interrupts = Interrupts.catchAll();
        JsonNode run = client.get(Client.JOBS + "runs/get?run_id=" + runId + "&include_history=true");
        parameters.keySet().forEach(name -> requireParameter(client, run, name));
        long repairId = client.post(Client.JOBS + "runs/repair", request(run))
                .path("repair_id")
                .asLong();
        Daemon daemon = new Daemon(context.console(), workspace);
        return new LiveRun(context, workspace, daemon, interrupts, quiet).toEnd(new RunView(runId, repairId), timing);
    }

    /** The Jobs API passes on what a job does not name; a person who types a name means one that is there. */
    private static void requireParameter(Client client, JsonNode run, String name) {
        JsonNode job =
                client.get(Client.JOBS + "get?job_id=" + run.path("job_id").asText());
        List<String> names = new ArrayList<>();
        job.path("settings")
                .path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        if (!names.contains(name)) {
            String there = names.isEmpty() ? "It has none." : "It has %s.".formatted(String.join(", ", names));
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Job %s has no parameter %s. %s"
                            .formatted(run.path("run_name").asText(), name, there));
        }
    }

    private ObjectNode request(JsonNode run) {
        ObjectNode request = Json.object().put("run_id", runId);
        if (tasks.isEmpty()) {
            request.put("rerun_all_failed_tasks", true);
        } else {
            tasks.forEach(request.putArray("rerun_tasks")::add);
        }

        request.put("rerun_dependent_tasks", dependents);
        parameters.forEach(request.putObject("job_parameters")::put);
        JsonNode history = run.path("repair_history");
        JsonNode latest = history.path(history.size() - 1).path("id");
        if (latest.isNumber()) {
            request.put("latest_repair_id", latest.asLong());
        }

        return request;
    }
}
