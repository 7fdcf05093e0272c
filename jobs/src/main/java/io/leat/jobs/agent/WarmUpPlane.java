package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Libraries;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Report;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A control plane with one small job, for one agent: its tasks one after another, two queries, and the end. */
final class WarmUpPlane implements AutoCloseable {
    private static final List<Query> QUERIES = List.of(
            new Query("1", Query.Kind.SQL, "SELECT user, sum(amount) FROM warm.orders GROUP BY user ORDER BY 2", 5),
            new Query("2", Query.Kind.INSPECT, "warm.kept", 0));

    private final Path folder;
    private final HttpServer server;
    private final ArrayNode tasks;
    private final Map<String, Finish> ends = new LinkedHashMap<>();
    private int ended;
    private int answered;

    WarmUpPlane(Path folder) throws IOException {
        this.folder = folder;
        try (InputStream job = WarmUpPlane.class.getResourceAsStream("warm-up.json")) {
            tasks = (ArrayNode) Json.mapper().readTree(Objects.requireNonNull(job, "warm-up.json is not in the JAR"));
        }

        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(rendezvous(), Json.object().put("address", address).toString());
    }

    Path rendezvous() {
        return folder.resolve("control.json");
    }

    /** How the tasks ended, by number and kind, and then the queries. */
    Map<String, Finish> ends() {
        return ends;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = Json.bytes(answer(exchange.getRequestURI().getPath(), body));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** The server has one thread, so nothing here runs at the same time. */
    private Object answer(String path, String body) {
        return switch (path) {
            case Protocol.REGISTER -> new Registered(Protocol.VERSION, "warm-up");
            case Protocol.POLL -> next(Json.read(body, Poll.class));
            case Protocol.REPORT -> report(Json.read(body, Report.class));
            case Protocol.MINT -> mint(Json.read(body, MintRequest.class));
            case Protocol.LISTING -> listing(Json.read(body, Listing.class));
            case Protocol.RESULT -> result(Json.read(body, QueryResult.class));
            default -> throw new IllegalStateException("no such path: " + path);
        };
    }

    /** Every file is new, and every table as it was left. */
    private static ListingAnswer listing(Listing listing) {
        long through =
                listing.at() == null ? ListingAnswer.NOTHING : listing.at().version();
        return new ListingAnswer(listing.files(), List.of(), 0, 0, through, List.of(), List.of());
    }

    private Instructions next(Poll poll) {
        if (!poll.holding().isEmpty() || !poll.queries().isEmpty()) {
            return Instructions.NONE;
        } else if (ended < tasks.size()) {
            return new Instructions(List.of(assignment(ended)), List.of(), List.of(), false);
        } else if (answered < QUERIES.size()) {
            return new Instructions(List.of(), List.of(), List.of(QUERIES.get(answered)), false);
        }

        return new Instructions(List.of(), List.of(), List.of(), true);
    }

    private Assignment assignment(int number) {
        JsonNode task = tasks.get(number);
        return new Assignment(
                number,
                1,
                1,
                "warm-up",
                "task-" + number,
                0,
                number,
                task.path("kind").asText(),
                (ObjectNode) task.path("body"),
                Map.of(),
                folder.toString(),
                Map.of(),
                Libraries.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private Acknowledged report(Report report) {
        for (AgentEvent event : report.events()) {
            if (event.finish() != null) {
                ends.put("%d %s".formatted(ended, tasks.get(ended).path("kind").asText()), event.finish());
                ended++;
            }
        }

        long last = report.events().get(report.events().size() - 1).sequence();
        return new Acknowledged(last, null);
    }

    private static Minted mint(MintRequest r) {
        String id = r.taskRunId() + "-" + r.statement();
        Batch batch = new Batch(
                id, r.table(), r.statement(), r.mode(), r.manifest(), r.codeHash(), List.of(), BatchState.MINTED);
        return new Minted(batch, List.of());
    }

    private JsonNode result(QueryResult result) {
        String error = result.error();
        Finish end = error == null ? new Finish(Outcome.SUCCESS, "", null) : new Finish(Outcome.FAILED, error, null);
        ends.put("query " + result.queryId(), end);
        answered++;
        return Json.object();
    }
}
