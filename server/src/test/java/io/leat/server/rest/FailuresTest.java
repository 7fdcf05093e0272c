package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work for a request that ends when the request's connection, and the server, are gone. */
@Timeout(60)
class FailuresTest {
    private final CompletableFuture<Void> work = new CompletableFuture<>();

    @BeforeEach
    void givenARequestThatWaitedWhenTheServerStopped() throws Exception {
        Javalin server = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.routes.get("/", ctx -> ctx.future(() -> work));
            Failures.register(javalin.routes);
        });
        server.start("127.0.0.1", 0);
        URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
        CompletableFuture<Boolean> client = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .handle((answer, failure) -> true);
        while (work.getNumberOfDependents() == 0) {
            LockSupport.parkNanos(2_000_000);
        }

        server.stop();
        assertThat(client.get(20, TimeUnit.SECONDS)).isTrue();
    }

    /** What is left to do for the request fails, and so would whoever told of that. */
    @Test
    void anEndIsNotAFailureWithoutEnd() throws Exception {
        assertThat(aside(() -> work.complete(null))).isTrue();
    }

    @Test
    void aFailureIsNotToldWithoutEnd() throws Exception {
        assertThat(aside(() -> work.completeExceptionally(new IllegalStateException("a fault"))))
                .isTrue();
    }

    /** On a thread that the test does not wait for where it has no end. */
    private static boolean aside(Supplier<Boolean> ending) throws Exception {
        return CompletableFuture.supplyAsync(ending, task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                })
                .get(20, TimeUnit.SECONDS);
    }
}
