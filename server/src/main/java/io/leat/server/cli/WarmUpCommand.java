package io.leat.server.cli;

import io.leat.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does what clients and control planes do, in a workspace that is thrown away: the launcher runs it once after a build
 * to learn which classes to keep in the class-data archive.
 */
@Command(name = "warm-up", hidden = true, description = "Load the classes that clients and control planes use.")
final class WarmUpCommand implements Runnable {
    private static final long LIMIT_MILLIS = 20_000;
    private static final List<List<String>> COMMANDS = List.of(
            List.of("status"),
            List.of("runs"),
            List.of("runs", "get", "1"),
            List.of("tables"),
            List.of("models"),
            List.of("secrets"),
            List.of("lineage", "a.b"),
            List.of("checkpoints", "a"),
            List.of("logs", "1"),
            List.of("run", "job.yaml"),
            List.of("stop", "--force"));

    private final Console console;
    private final ControlPlaneEntry entry;

    WarmUpCommand(Console console, ControlPlaneEntry entry) {
        this.console = console;
        this.entry = entry;
    }

    @Override
    public void run() {
        try {
            Path folder = Files.createTempDirectory("leat-warm-up");
            Files.writeString(folder.resolve("job.yaml"), "name: warm-up\ntasks: []\n");
            Console quiet = quiet(folder);
            Thread server = new Thread(() -> Cli.run(serve(folder), quiet, entry), "server");
            server.start();
            awaitStart(folder);
            for (List<String> command : COMMANDS) {
                Cli.run(command.toArray(String[]::new), quiet, entry);
            }
            draw();
            server.join(LIMIT_MILLIS);
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use a temporary folder", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String[] serve(Path folder) {
        return new String[] {"server", "--workspace", folder.resolve(".leat").toString()};
    }

    private static void awaitStart(Path folder) {
        Path control = folder.resolve(".leat").resolve("control.json");
        for (long waited = 0; waited < LIMIT_MILLIS && !Files.exists(control); waited += 50) {
            Pause.millis(50);
        }
    }

    private Console quiet(Path folder) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Map<String, String> environment =
                Map.of("LEAT_HOME", folder.resolve(".leat").toString(), "LEAT_IDLE_MINUTES", "1");
        return new Console(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                folder,
                environment,
                false,
                true,
                true,
                console.command());
    }

    /** The live view of a run that never was. */
    private void draw() {
        RunView run = new RunView(1);
        run.apply(Json.read("""
                {"seq":1,"at":1,"type":"run","run_name":"a","state":{"life_cycle_state":"RUNNING"},
                 "tasks":[{"task_key":"b","depends_on":[],"kind":"ingest_task"}]}""", com.fasterxml.jackson.databind.JsonNode.class));
        new LiveScreen(new Style(true, true), new Console.Size(80, 24), 1).lines(run, "");
        Interrupts.catchAll();
    }
}
