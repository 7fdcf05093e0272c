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
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat run}. */
@Command(
        name = "run",
        description = {
            "Run a job file and show its tasks until the run has ended.",
            "Ctrl-C cancels the run; a second Ctrl-C leaves it to end by itself.",
            ""
        })
final class RunCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "FILE", description = "The job file, YAML or JSON.")
    String file = "";

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A job parameter; may be given again.")
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master for this run, such as local[4] or spark://host:7077.")
    @Nullable
    String master;

    @Option(names = "--conf", paramLabel = "NAME=VALUE", description = "A Spark setting; may be given again.")
    Map<String, String> conf = new LinkedHashMap<>();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TASK",
            description =
                    "Run only these tasks: a key, +key with all above it, key+ with all below. The others count as not"
                            + " being there.")
    List<String> only = new ArrayList<>();

    @Option(
            names = "--foreground",
            description = "Keep all in one process tree that ends with the run (CI, containers).")
    boolean foreground;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but what is wrong.")
    boolean quiet;

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        long processStart = Timing.processStartNow();
        JobFileSource source = JobFileSource.read(file, context.console().folder());
        Workspace workspace = context.workspace(source.folder());
        Daemon daemon = new Daemon(context.console(), workspace);
        long clientReady = System.currentTimeMillis();
        Client client = (foreground ? daemon.own() : daemon.ensure()).client();
        Timing timing = new Timing(processStart, clientReady, System.currentTimeMillis());
        try {
            return run(source, workspace, daemon, client, timing);
        } finally {
            if (foreground) {
                client.send("POST", Client.LEAT + "stop", Json.object().put("force", true));
                DaemonStart.awaitEnd(client.server().pid());
            }
        }
    }

    private int run(JobFileSource source, Workspace workspace, Daemon daemon, Client client, Timing timing) {
        Interrupts interrupts = Interrupts.catchAll();
        Client.Answer answer = started(daemon, client, request(source));
        JobProblems problems =
                new JobProblems(source.named(), source.text(), context.console().style());
        if (answer.failed() && !answer.body().path("problems").isEmpty()) {
            problems(answer.body(), problems.errors(answer.body().path("problems")));
            return Cli.WRONG;
        }

        JsonNode started = answer.orThrow();
        problems.warnings(started.path("warnings")).forEach(context.console().err()::println);
        RunView run = new RunView(started.path("run_id").asLong());
        return new LiveRun(context, workspace, daemon, interrupts, quiet).toEnd(run, timing);
    }

    /** Once more if the control plane was killed meanwhile: the token keeps the run from being started twice. */
    private Client.Answer started(Daemon daemon, Client client, ObjectNode request) {
        request.put("idempotency_token", "leat-run-" + UUID.randomUUID());
        try {
            return client.send("POST", Client.LEAT + "run-file", request);
        } catch (LeatException e) {
            if (foreground || e.code() != ErrorCode.TEMPORARILY_UNAVAILABLE) {
                throw e;
            }
            return daemon.ensure().client().send("POST", Client.LEAT + "run-file", request);
        }
    }

    private void problems(JsonNode body, List<String> lines) {
        if (context.wantsJson()) {
            context.print(body);
        } else {
            lines.forEach(context.console().err()::println);
        }
    }

    private ObjectNode request(JobFileSource source) {
        ObjectNode request = Json.object()
                .put("path", source.path().toString())
                .put("text", source.text())
                .put("master", master);
        parameters.forEach(request.putObject("parameters")::put);
        conf.forEach(request.putObject("spark_conf")::put);
        only.forEach(request.putArray("only")::add);
        return request;
    }
}
