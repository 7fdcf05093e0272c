package io.leat.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers and connections that do not do what they should. */
@Timeout(30)
class FaultsTest {
    private static final byte[] CHUNK = new byte[64 * 1024];

    private LocalApi api;
    private Recorder told;

    @BeforeEach
    void givenAnApi() throws IOException, NoSuchAlgorithmException {
        api = new LocalApi();
        told = new Recorder("api.test:" + api.port(), SSLContext.getDefault());
    }

    @AfterEach
    void end() {
        api.close();
    }

    private String url(String path) {
        return api.url("api.test", path);
    }

    @Test
    void anAnswerThatEndsInTheMiddleIsNoAnswer() {
        api.on("/", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{\"a\": ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });

        assertThatThrownBy(() -> told.run("{\"url\": \"%s\"}".formatted(url("/"))))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "GET %s failed: the connection ended before the whole answer was there: ".formatted(url("/")));
    }

    @Test
    void aSlowAnswerEndsAtItsTimeLimitWhereverItStops() {
        CountDownLatch never = new CountDownLatch(1);
        api.on("/silent", exchange -> await(never));
        api.on("/halting", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(never);
        });

        for (String path : new String[] {"/silent", "/halting"}) {
            assertThatThrownBy(
                            () -> told.run("{\"url\": \"%s\", \"timeout\": \"200 milliseconds\"}".formatted(url(path))))
                    .isInstanceOf(LeatException.class)
                    .hasMessage("GET %s took longer than 0.2 s; timeout sets the limit.".formatted(url(path)));
        }
    }

    @Test
    void aCancelEndsARequestAtOnce() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        api.on("/", exchange -> await(never));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread task = new Thread(() -> {
            try {
                told.run("{\"url\": \"%s\"}".formatted(url("/")));
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        task.start();
        while (api.asked().isEmpty()) {
            Thread.onSpinWait();
        }

        task.interrupt();
        task.join(2_000);

        assertThat(task.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aHugeAnswerIsCutAndNotLookedInto() throws InterruptedException {
        CountDownLatch hungUp = new CountDownLatch(1);
        api.on("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(CHUNK);
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        });

        told.run("{\"url\": \"%s\"}".formatted(url("/")));

        assertThat(told.answer().path("body").asText()).hasSize(200 * 1024);
        assertThat(told.answer().path("body_truncated").asBoolean()).isTrue();
        assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> told.run("{\"url\": \"%s\", \"values\": {\"v\": \"/a\"}}".formatted(url("/"))))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "GET %s answered more than 16777216 bytes; an answer in which the value v should stand can be no"
                                        .formatted(url("/"))
                                + " larger.");
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        String url = url("/");
        api.close();

        assertThatThrownBy(() -> told.run("{\"url\": \"%s\"}".formatted(url)))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("GET %s failed: the server cannot be reached: ".formatted(url));
    }

    @Test
    void aHeaderThatWouldBreakTheRequestIsRefused() {
        assertThatThrownBy(() ->
                        told.run("{\"url\": \"%s\", \"headers\": {\"X-A\": \"1\\r\\nX-B: 2\"}}".formatted(url("/"))))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("GET %s cannot be sent: ".formatted(url("/")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
