package io.leat.jobs.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.HttpTask;
import io.leat.core.json.Json;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Runs a task's body and keeps all it is told. Every host is this machine, whose addresses no name service knows. */
final class Recorder implements Listener {
    final List<String> activities = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final Map<String, JsonNode> values = new LinkedHashMap<>();
    ObjectNode output = Json.object();
    private final String allow;
    private final SSLContext tls;
    private final Resolver resolver;

    Recorder(String allow, SSLContext tls) {
        this(allow, tls, host -> List.of(InetAddress.getLoopbackAddress()));
    }

    Recorder(String allow, SSLContext tls, Resolver resolver) {
        this.allow = allow;
        this.tls = tls;
        this.resolver = resolver;
    }

    void run(String body) throws InterruptedException {
        PinnedClients.mayNameHost();
        Hidden hidden = new Hidden();
        HttpErrors errors = new HttpErrors(hidden);
        Guard guard = new Guard(Allowed.of(allow), resolver, errors);
        Requests requests = new Requests(guard, new PinnedClients(tls), errors);
        new HttpRun(Json.read(body, HttpTask.class), requests, hidden, errors, this).run();
    }

    /** All that is shown to anybody. */
    String shown() {
        return String.join("\n", activities) + String.join("\n", log) + output;
    }

    JsonNode answer() {
        return output.path("http_output");
    }

    @Override
    public void activity(String words) {
        activities.add(words);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public void value(String name, JsonNode value) {
        values.put(name, value);
    }

    @Override
    public void output(ObjectNode left) {
        output = left;
    }
}
