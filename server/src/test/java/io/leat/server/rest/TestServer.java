package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.MemorySecretStore;
import io.leat.server.auth.SecretKeyFile;
import io.leat.server.auth.Secrets;
import io.leat.server.auth.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The real HTTP server on a free port, with stand-ins behind it. */
final class TestServer implements AutoCloseable {
    static final String TOKEN = "the-clients-token";
    static final String DRIVER_TOKEN = "the-drivers-token";

    final JobsStandIn jobs = new JobsStandIn();
    final SavedJobsStandIn savedJobs = new SavedJobsStandIn();
    final FilesStandIn files = new FilesStandIn();
    final FeedStandIn feed = new FeedStandIn();
    final ControlStandIn control = new ControlStandIn();
    final AgentStandIn agents = new AgentStandIn();
    final OutboxStandIn outbox = new OutboxStandIn();
    final PoolsStandIn pools = new PoolsStandIn();
    final MemorySecretStore secretStore = new MemorySecretStore();
    final RestServer server;
    final HttpClient http = HttpClient.newHttpClient();

    TestServer(Path folder) {
        DriverTokens driverTokens = new DriverTokens();
        driverTokens.admit("d-1", Tokens.hash(DRIVER_TOKEN));
        Secrets secrets =
                new Secrets(secretStore, new SecretKeyFile(folder.resolve("secret.key")), "w-1", Clock.systemUTC());
        Ports ports = new Ports(
                jobs, savedJobs, files, feed, new DataStandIn(), control, agents, pools, outbox, secrets, driverTokens);
        server = RestServer.start(RestConfig.loopback(0, TOKEN), ports);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, TOKEN, null);
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, TOKEN, body);
    }

    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " gave " + answer.statusCode() + " " + answer.body());
        }

        return Json.read(answer.body(), JsonNode.class);
    }

    HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }

        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
