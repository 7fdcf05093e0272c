package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeedTest {
    private static final String EVENTS = "/api/leat/1.0/runs/7/events";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void givenAServer() {
        server = new TestServer(folder);
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @Test
    void storedEventsComeFirstThenThoseThatHappenUntilTheLast() throws Exception {
        server.feed.tell(FeedStandIn.event(1));
        server.feed.tell(FeedStandIn.event(2));
        CompletableFuture<String> body = CompletableFuture.supplyAsync(
                () -> server.get(EVENTS + "?after=1").body());
        await(() -> server.feed.listening() == 1);
        server.feed.tell(FeedStandIn.event(3));
        server.feed.tell(FeedStandIn.last(4));

        assertThat(body.get(20, TimeUnit.SECONDS)).isEqualTo("""
                        id: 2
                        data: {"seq":2,"type":"task"}

                        id: 3
                        data: {"seq":3,"type":"task"}

                        id: 4
                        data: {"seq":4,"type":"run"}

                        """);
        await(() -> server.feed.closed.get() == 1);
    }

    @Test
    void anUnknownRunIsAnErrorNotAStream() {
        assertThat(server.get("/api/leat/1.0/runs/8/events").statusCode()).isEqualTo(404);
    }

    @Test
    void aClientThatLeavesIsForgotten() throws IOException {
        try (Socket socket = ask()) {
            await(() -> server.feed.listening() == 1);
            assertThat(socket.isConnected()).isTrue();
        }

        for (int seq = 1; server.feed.listening() > 0 && seq < 10_000; seq++) {
            server.feed.tell(FeedStandIn.event(seq));
            LockSupport.parkNanos(1_000_000);
        }

        assertThat(server.feed.closed.get()).isEqualTo(1);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobody() throws Exception {
        try (Socket stuck = ask()) {
            await(() -> server.feed.listening() == 1);
            CompletableFuture<String> other =
                    CompletableFuture.supplyAsync(() -> server.get(EVENTS).body());
            await(() -> server.feed.listening() == 2);
            long started = System.nanoTime();
            RunFeedApi.RunEvent large = FeedStandIn.event(1);
            large.json().put("text", "x".repeat(10_000));
            for (int i = 0; i < 3_000; i++) {
                server.feed.tell(large);
            }

            server.feed.tell(FeedStandIn.last(2));

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
            assertThat(other.get(20, TimeUnit.SECONDS)).endsWith("\"type\":\"run\"}\n\n");
            assertThat(stuck.isConnected()).isTrue();
        }
    }

    @Test
    void closingTheServerEndsTheStreams() throws Exception {
        CompletableFuture<String> body =
                CompletableFuture.supplyAsync(() -> server.get(EVENTS).body());
        await(() -> server.feed.listening() == 1);

        server.close();

        assertThat(body.handle((text, failure) -> true).get(10, TimeUnit.SECONDS))
                .isTrue();
        // The client may have asked a second time while the server closed; that stream ends too.
        await(() -> server.feed.closed.get() >= 1 && server.feed.listening() == 0);
    }

    @Test
    void aLogIsReadFromAnOffset() {
        assertThat(server.get("/api/leat/1.0/runs/7/log").body()).isEqualTo("zero\nönce\n");
        assertThat(server.get("/api/leat/1.0/runs/7/log?offset=5").body()).isEqualTo("önce\n");
        assertThat(server.get("/api/leat/1.0/runs/7/log?offset=99").body()).isEmpty();
        assertThat(server.get("/api/leat/1.0/runs/7/log?offset=x").body())
                .contains("offset must be a whole number, not 'x'.");
    }

    private Socket ask() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port());
        String request =
                "GET " + EVENTS + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestServer.TOKEN + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo('H');
        return socket;
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(limit);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
