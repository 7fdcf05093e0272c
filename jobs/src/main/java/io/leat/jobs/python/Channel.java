package io.leat.jobs.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What a program can ask and tell its driver by HTTP on the loopback interface: one server for one task run, for those
 * who know its token.
 */
final class Channel implements AutoCloseable {
    private static final int LARGEST_REQUEST = 4 << 20;

    private final TaskContext context;
    private final HttpServer server;
    private final ExecutorService threads;
    private final String token = UUID.randomUUID().toString();
    private volatile @Nullable ProgramFailure failure;

    private record Answer(int status, JsonNode body) {
        private static Answer of(JsonNode body) {
            return new Answer(200, body);
        }

        private static Answer done() {
            return of(JsonNodeFactory.instance.objectNode());
        }

        private static Answer value(Optional<? extends JsonNode> value, String missing) {
            return value.map(found -> of(JsonNodeFactory.instance.objectNode().set("value", found)))
                    .orElseGet(() -> refused(404, missing));
        }

        private static Answer refused(int status, String why) {
            return new Answer(status, JsonNodeFactory.instance.objectNode().put("error", why));
        }
    }

    private Channel(TaskContext context, HttpServer server, ExecutorService threads) {
        this.context = context;
        this.server = server;
        this.threads = threads;
    }

    static Channel open(TaskContext context) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool(Channel::thread);
            Channel channel = new Channel(context, server, threads);
            server.setExecutor(threads);
            server.createContext("/", channel::handle);
            server.start();
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the channel of a program", e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "leat-channel");
        thread.setDaemon(true);
        return thread;
    }

    /** How a process finds it. */
    Map<String, String> environment() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of("LEAT_CHANNEL", address, "LEAT_CHANNEL_TOKEN", token);
    }

    String token() {
        return token;
    }

    /** What the program said of why it was about to fail; null when it said nothing. */
    @Nullable
    ProgramFailure failure() {
        return failure;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = isKnown(exchange) ? answer(exchange) : Answer.refused(401, "the token is not the task's");
            byte[] bytes = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private boolean isKnown(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return given != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8));
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String what =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            return switch (what) {
                case "GET /task" -> Answer.of(task());
                case "GET /value" -> value(query(exchange));
                case "GET /secret" -> secret(query(exchange));
                case "POST /value" -> tell(body(exchange), this::setValue);
                case "POST /output" -> tell(body(exchange), context::output);
                case "POST /failure" -> tell(body(exchange), this::fail);
                default -> Answer.refused(404, "there is no " + what);
            };
        } catch (LeatException e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Answer.refused(400, "the request is not of the shape that is taken: " + e.getMessage());
        } catch (InterruptedException e) {
            return Answer.refused(503, "the task run has been told to end");
        }
    }

    private Answer value(Map<String, String> query) throws InterruptedException {
        String task = query.getOrDefault("task", "");
        String name = query.getOrDefault("name", "");
        return Answer.value(
                context.valueOf(task, name), "the task %s has set no value %s in this run".formatted(task, name));
    }

    private Answer secret(Map<String, String> query) throws InterruptedException {
        String scope = query.getOrDefault("scope", "");
        String key = query.getOrDefault("key", "");
        return Answer.value(
                context.secret(scope, key).map(JsonNodeFactory.instance::textNode),
                "there is no secret %s in the scope %s".formatted(key, scope));
    }

    private interface Told {
        void take(ObjectNode body);
    }

    private static Answer tell(ObjectNode body, Told told) {
        told.take(body);
        return Answer.done();
    }

    private void setValue(ObjectNode body) {
        JsonNode value = body.get("value");
        context.value(body.path("name").asText(), value == null ? JsonNodeFactory.instance.nullNode() : value);
    }

    private void fail(ObjectNode body) {
        failure = new ProgramFailure(
                body.path("message").asText(), body.path("trace").asText());
    }

    private ObjectNode task() {
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        var assignment = context.assignment();
        task.put("job_id", assignment.jobId());
        task.put("run_id", assignment.runId());
        task.put("task_run_id", assignment.taskRunId());
        task.put("task_key", assignment.taskKey());
        task.put("job_name", assignment.jobName());
        task.put("attempt_number", assignment.attemptNumber());
        task.put("base_dir", assignment.baseDir());
        task.put("warehouse", context.spark().conf().get("spark.sql.catalog.leat.warehouse", ""));
        task.set("parameters", Parameters.of(assignment.body()));
        return task;
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
        if (bytes.length > LARGEST_REQUEST) {
            throw new IllegalArgumentException("it has more than %d bytes".formatted(LARGEST_REQUEST));
        }

        return Json.read(new String(bytes, StandardCharsets.UTF_8), ObjectNode.class);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> values = new HashMap<>();
        String text = exchange.getRequestURI().getRawQuery();
        for (String part : text == null ? new String[0] : text.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }

        return values;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
