package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A control plane that speaks the agent protocol over HTTP and keeps everything in memory. It can lose requests before
 * it reads them and answers after it has acted, and be stopped and started again at another port.
 */
final class FakeControlPlane implements AutoCloseable {
    static final String TOKEN = "driver-token";
    private static final long POLL_MILLIS = 500;

    /** Long enough for any machine: what is waited for comes, or it never does. */
    private static final long PATIENCE_SECONDS = 240;

    private final Path rendezvous;
    private final Random random = new Random(7);
    private final Map<Long, Assignment> wanted = new LinkedHashMap<>();
    private final List<Long> cancels = new ArrayList<>();
    private final Map<String, Query> queries = new LinkedHashMap<>();
    private final Map<String, QueryResult> results = new LinkedHashMap<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final List<AgentEvent> events = new ArrayList<>();
    private final List<Long> eventTimes = new ArrayList<>();
    private final Map<String, Batch> minted = new LinkedHashMap<>();
    private List<Batch> settleAtMint = List.of();
    private long lastSequence;
    private int lossPercent;
    private boolean stop;
    private HttpServer server;
    private ExecutorService threads;

    FakeControlPlane(Path rendezvous) {
        this.rendezvous = rendezvous;
        start();
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            threads = Executors.newCachedThreadPool();
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            Files.writeString(rendezvous, Json.object().put("address", address).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void crash() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void close() {
        crash();
    }

    synchronized void lose(int percent) {
        lossPercent = percent;
    }

    synchronized void assign(Assignment assignment) {
        wanted.put(assignment.taskRunId(), assignment);
        notifyAll();
    }

    synchronized void cancel(long taskRunId) {
        cancels.add(taskRunId);
        notifyAll();
    }

    synchronized void settleAtMint(List<Batch> batches) {
        settleAtMint = batches;
    }

    synchronized void tellToStop() {
        stop = true;
        notifyAll();
    }

    synchronized QueryResult ask(Query query) throws InterruptedException {
        queries.put(query.queryId(), query);
        notifyAll();
        await(ignored -> results.containsKey(query.queryId()));
        return results.get(query.queryId());
    }

    synchronized List<AgentEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<AgentEvent> events(long taskRunId, Kind kind) {
        return events.stream()
                .filter(event -> event.taskRunId() == taskRunId && event.kind() == kind)
                .toList();
    }

    synchronized long arrival(AgentEvent event) {
        return eventTimes.get(events.indexOf(event));
    }

    synchronized List<Registration> registrations() {
        return List.copyOf(registrations);
    }

    /** The FINISHED event of a task run, once it is there. */
    AgentEvent.Finish awaitFinish(long taskRunId) throws InterruptedException {
        await(ignored -> !events(taskRunId, Kind.FINISHED).isEmpty());
        return events(taskRunId, Kind.FINISHED).get(0).finish();
    }

    synchronized void await(Predicate<FakeControlPlane> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!condition.test(this)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s; events so far: " + events);
            }

            wait(left);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, Json.object().put("error_code", "UNAUTHENTICATED"));
            } else if (isLost()) {
                return;
            } else {
                Object result = act(exchange.getRequestURI().getPath(), body);
                if (!isLost()) {
                    answer(exchange, 200, result);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped
        }
    }

    private synchronized boolean isLost() {
        return random.nextInt(100) < lossPercent;
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.bytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Object act(String path, String body) throws InterruptedException {
        return switch (path) {
            case Protocol.REGISTER -> register(Json.read(body, Registration.class));
            case Protocol.POLL -> poll(Json.read(body, Poll.class));
            case Protocol.REPORT -> report(Json.read(body, Report.class));
            case Protocol.MINT -> mint(Json.read(body, MintRequest.class));
            case Protocol.LISTING -> ListingAnswer.of(List.of(), List.of(), 0);
            case Protocol.RESULT -> result(Json.read(body, QueryResult.class));
            default -> throw new AssertionError(path);
        };
    }

    private synchronized Registered register(Registration registration) {
        registrations.add(registration);
        notifyAll();
        return new Registered(Protocol.VERSION, "workspace");
    }

    private synchronized Instructions poll(Poll poll) throws InterruptedException {
        long end = System.currentTimeMillis() + POLL_MILLIS;
        while (true) {
            Instructions todo = difference(poll);
            long left = end - System.currentTimeMillis();
            if (!todo.isEmpty() || left <= 0) {
                return todo;
            }

            wait(left);
        }
    }

    private Instructions difference(Poll poll) {
        List<Assignment> run = wanted.values().stream()
                .filter(a -> events(a.taskRunId(), Kind.FINISHED).stream().noneMatch(e -> e.fence() == a.fence()))
                .filter(a -> !poll.holding().contains(a.taskRunId()) || isNewer(a))
                .toList();
        List<Long> cancel = cancels.stream()
                .filter(id -> poll.holding().contains(id) && !poll.cancelling().contains(id))
                .toList();
        List<Query> ask = queries.values().stream()
                .filter(q ->
                        !results.containsKey(q.queryId()) && !poll.queries().contains(q.queryId()))
                .toList();
        return new Instructions(run, cancel, ask, stop, poll.turn());
    }

    private boolean isNewer(Assignment a) {
        return events(a.taskRunId(), Kind.STARTED).stream().anyMatch(e -> e.fence() < a.fence());
    }

    private synchronized Acknowledged report(Report report) {
        for (AgentEvent event : report.events()) {
            if (event.sequence() > lastSequence) {
                lastSequence = event.sequence();
                events.add(event);
                eventTimes.add(System.nanoTime());
            }
        }

        notifyAll();
        return new Acknowledged(lastSequence, report.poll() == null ? null : difference(report.poll()));
    }

    private synchronized Minted mint(MintRequest r) {
        String key = r.taskRunId() + "/" + r.statement();
        Batch batch = minted.computeIfAbsent(
                key,
                ignored -> new Batch(
                        "batch-" + (minted.size() + 1),
                        r.table(),
                        r.statement(),
                        r.mode(),
                        r.manifest(),
                        r.codeHash(),
                        List.of(),
                        BatchState.MINTED));
        return new Minted(batch, settleAtMint);
    }

    private synchronized JsonNode result(QueryResult result) {
        results.put(result.queryId(), result);
        notifyAll();
        return Json.object();
    }
}
