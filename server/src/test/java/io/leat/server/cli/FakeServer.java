package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leat.core.json.Json;
import io.leat.server.config.Rendezvous;
import io.leat.server.config.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A control plane of canned answers behind real HTTP, and a console to run commands against it. */
final class FakeServer implements AutoCloseable {
    private static final String TOKEN = "client-token";

    final Path folder;
    final Workspace workspace;
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Canned> answers = new HashMap<>();
    private final Map<String, Integer> cuts = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";
    private Map<String, String> environment = Map.of();

    private record Canned(int status, String body) {}

    FakeServer(Path folder) throws IOException {
        this.folder = folder;
        this.workspace = new Workspace(folder.resolve(".leat")).create();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        long pid = ProcessHandle.current().pid();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        new Rendezvous(1, address, TOKEN, pid, 1, "w", "0.1.0", "").write(workspace.control());
        on("GET /api/leat/1.0/status", """
                {"version":"0.1.0","pid":%d,"started":1,"runs_active":1,"ready_ms":700,"rss_bytes":101000000,
                 "drivers":[{"driver_id":"d1","state":"ready","master":"local[*]","pid":77,"started":1,
                 "start_millis":5900,"class_data_archive":true,"running":[5]}]}""".formatted(pid));
    }

    FakeServer on(String request, String body) {
        return on(request, 200, body);
    }

    FakeServer on(String request, int status, String body) {
        answers.put(request, new Canned(status, body));
        return this;
    }

    FakeServer input(String text) {
        input = text;
        return this;
    }

    FakeServer environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** Cuts the line, so many times, before it answers. */
    FakeServer cut(String request, int times) {
        cuts.put(request, times);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(request);
        if (body.length > 0) {
            bodies.add(Json.mapper().readTree(body));
        }
        if (cuts.merge(request, -1, Integer::sum) >= 0) {
            exchange.close();
            return;
        }
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Canned canned = known
                ? answers.getOrDefault(
                        request,
                        new Canned(
                                404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"No " + request + "\"}"))
                : new Canned(401, "{\"error_code\":\"UNAUTHENTICATED\",\"message\":\"Who?\"}");
        byte[] bytes = canned.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(canned.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Runs a command where nothing is a terminal, and returns its exit status. */
    int run(String... arguments) {
        out.reset();
        err.reset();
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        Console console = new Console(in, stream(out), stream(err), folder, environment, false, false, true, "leat");
        return Cli.run(arguments, console, (workspace, installation, settings, store, life) -> {
            throw new IllegalStateException("no control plane here");
        });
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
