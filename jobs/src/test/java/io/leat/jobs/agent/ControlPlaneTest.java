package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.leat.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
    @TempDir
    private Path folder;

    /** A process that was halted by SIGSTOP is such a one: its system still takes what is sent. */
    @Test
    void oneThatTakesMessagesAndAnswersNoneIsLeftForTheOneThatTookOver() throws Exception {
        Path rendezvous = folder.resolve("control.json");
        HttpServer active = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        active.createContext("/", exchange -> {
            byte[] body = "{\"from\": \"active\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        active.start();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (ServerSocket halted = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            tell(rendezvous, halted.getLocalPort());
            Future<JsonNode> answer = caller.submit(
                    () -> new ControlPlane(rendezvous, "token").ask("/poll", Json.object(), JsonNode.class));
            halted.accept().getInputStream().read();
            tell(rendezvous, active.getAddress().getPort());

            assertThat(answer.get(10, TimeUnit.SECONDS).path("from").asText()).isEqualTo("active");
        } finally {
            caller.shutdownNow();
            active.stop(0);
        }
    }

    private static void tell(Path rendezvous, int port) throws IOException {
        Files.writeString(
                rendezvous,
                Json.object().put("address", "http://127.0.0.1:" + port).toString());
    }
}
