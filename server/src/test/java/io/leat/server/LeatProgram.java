package io.leat.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The program as users start it, by its launcher, on a workspace of its own. */
final class LeatProgram {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final long LIMIT_SECONDS = 240;

    private final Path workspace;
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, String> environment;

    LeatProgram(Path workspace) {
        this(workspace, Map.of());
    }

    LeatProgram(Path workspace, Map<String, String> environment) {
        this.workspace = workspace;
        this.environment = environment;
    }

    private record Output(Process process, Path out) {}

    /** What a command printed, and how it ended. */
    record Outcome(int status, String out, String err) {
        /** The last line of the output, which is JSON. */
        JsonNode lastLine() {
            List<String> lines = out.lines().toList();
            return Json.read(lines.get(lines.size() - 1), JsonNode.class);
        }

        JsonNode json() {
            return Json.read(out, JsonNode.class);
        }
    }

    Outcome leat(String... arguments) {
        return finish(start(arguments), arguments);
    }

    /** Like {@link #leat}, with this on its standard input. */
    Outcome leatReading(String input, String... arguments) {
        try {
            Path in = Files.createTempFile(workspace.getParent(), "in", ".txt");
            Files.writeString(in, input);
            return finish(start(in, arguments), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome finish(Process process, String... arguments) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("leat %s takes too long".formatted(String.join(" ", arguments)));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }

        return ended(process);
    }

    /** Starts a command and returns at once. */
    Process start(String... arguments) {
        return start(Path.of("/dev/null"), arguments);
    }

    private Process start(Path in, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("leat").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LEAT_HOME", workspace.toString());
        builder.environment().put("LEAT_NO_BUILD", "1");
        builder.environment().putAll(environment);
        try {
            Path out = Files.createTempFile(workspace.getParent(), "out", ".txt");
            builder.redirectInput(in.toFile());
            builder.redirectOutput(out.toFile());
            builder.redirectError(err(out).toFile());
            Process process = builder.start();
            outputs.add(new Output(process, out));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path err(Path out) {
        return out.resolveSibling(out.getFileName() + ".err");
    }

    Outcome ended(Process process) {
        Path out = outputs.stream()
                .filter(output -> output.process() == process)
                .findFirst()
                .orElseThrow()
                .out();
        try {
            return new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err(out), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the control plane for something that has no command. */
    JsonNode post(String path, JsonNode body) {
        return ask(path, request -> request.POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Asks the control plane without the start of a command. */
    JsonNode get(String path) {
        return ask(path, HttpRequest.Builder::GET);
    }

    private JsonNode ask(String path, UnaryOperator<HttpRequest.Builder> method) {
        try {
            JsonNode control = Json.read(Files.readString(workspace.resolve("control.json")), JsonNode.class);
            URI address = URI.create(control.path("address").asText() + path);
            HttpRequest request = method.apply(HttpRequest.newBuilder(address))
                    .header("Authorization", "Bearer " + control.path("token").asText())
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.body());
            }

            return Json.read(answer.body(), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode status() {
        return leat("status", "--json").json();
    }

    /** The processes of the drivers that can take work. */
    List<Long> drivers() {
        List<Long> processes = new ArrayList<>();
        status().path("drivers")
                .forEach(driver -> processes.add(driver.path("pid").asLong()));
        return processes;
    }

    void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        await(() -> !ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false));
    }

    /** Sends a process a signal, such as {@code CONT}, and says whether it was there to get it. */
    static boolean signal(String name, long process) {
        try {
            return new ProcessBuilder("kill", "-" + name, Long.toString(process))
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A single number that a query gives. */
    double number(String sql) {
        return leat("sql", sql, "--json").json().path("rows").get(0).get(0).asDouble();
    }

    static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited too long");
            }

            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }
}
