package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat runs}. */
@Command(name = "runs", description = "List runs, newest first; show or cancel one.")
final class RunsCommand implements Runnable {
    private final Context context;

    @Option(names = "--job", paramLabel = "NAME_OR_ID", description = "Only runs of this job.")
    @Nullable
    String job;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many; by default 20.")
    int limit;

    RunsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Client client = context.client();
        String filter = job == null ? "" : "&job_id=" + jobId(client, job);
        JsonNode answer = client.get(Client.JOBS + "runs/list?limit=" + Math.max(1, Math.min(25, limit)) + filter);
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }
        if (answer.path("runs").isEmpty()) {
            context.print("No runs yet. Start one with: " + context.console().command() + " run JOB.yaml");
            return;
        }

        TextTable table = new TextTable("RUN_ID>", "JOB", "STATE", "STARTED", "DURATION>");
        long now = System.currentTimeMillis();
        for (JsonNode run : answer.path("runs")) {
            long start = run.path("start_time").asLong();
            table.row(
                    run.path("run_id").asText(),
                    run.path("run_name").asText(),
                    RunText.state(run.path("state")),
                    Shown.ago(start, now),
                    RunText.duration(run, now));
        }
        context.print(table);
    }

    @Command(name = "get", description = "Show one run with its task runs.")
    void get(@Parameters(paramLabel = "RUN_ID", description = "As 'leat runs' lists it.") long runId) {
        JsonNode run = RunText.load(context.client(), runId);
        if (context.wantsJson()) {
            context.print(run);
            return;
        }
        RunText.print(run, context);
    }

    @Command(name = "cancel", description = "Cancel a run; what it has committed stays.")
    void cancel(@Parameters(paramLabel = "RUN_ID", description = "As 'leat runs' lists it.") long runId) {
        JsonNode answer =
                context.client().post(Client.JOBS + "runs/cancel", Json.object().put("run_id", runId));
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }
        context.print("Run " + runId + " is being cancelled; see: "
                + context.console().command() + " runs get " + runId);
    }

    private static String jobId(Client client, String nameOrId) {
        if (nameOrId.matches("\\d+")) {
            return nameOrId;
        }
        JsonNode jobs = client.get(Client.JOBS + "list?limit=1&name=" + Client.part(nameOrId));
        JsonNode first = jobs.path("jobs").path(0).path("job_id");
        if (first.isMissingNode()) {
            throw new LeatException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "There is no job named '%s' in this workspace.".formatted(nameOrId));
        }
        return first.asText();
    }
}
