package io.leat.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedirectsTest {
    private static final String SECRETS =
            "\"headers\": {\"X-Api-Key\": \"k\", \"Accept\": \"a/b\"}, \"auth\": {\"bearer\": \"tok\"}";

    private LocalApi api;
    private Recorder told;

    @BeforeEach
    void givenAnApiWithTwoNames() throws IOException, NoSuchAlgorithmException {
        api = new LocalApi();
        api.json("/end", "{}");
        String allowed = "api.test:%d, other.test:%d".formatted(api.port(), api.port());
        told = new Recorder(allowed, SSLContext.getDefault());
    }

    @AfterEach
    void end() {
        api.close();
    }

    private void call(String path, String more) throws InterruptedException {
        told.run("{\"url\": \"%s\", %s}".formatted(api.url("api.test", path), more));
    }

    private LocalApi.Asked last() {
        return api.asked().get(api.asked().size() - 1);
    }

    @Test
    void theSameHostIsStillTrusted() throws InterruptedException {
        api.redirect("/start", 302, "/end?x=1");

        call("/start", SECRETS);

        assertThat(last().uri()).isEqualTo("/end?x=1");
        assertThat(last().header("Authorization")).isEqualTo("Bearer tok");
        assertThat(last().header("X-Api-Key")).isEqualTo("k");
        assertThat(told.answer().path("url").asText()).isEqualTo(api.url("api.test", "/end?x=1"));
    }

    @Test
    void anotherHostThatIsNamedForPollingIsToldNothingSecret() throws InterruptedException {
        api.json("/start", "{\"at\": \"%s\"}".formatted(api.url("other.test", "/state")));
        api.json("/state", "{\"state\": \"done\"}");

        call(
                "/start",
                SECRETS + ", \"poll\": {\"url\": \"/at\", \"until\": {\"pointer\": \"/state\", \"equals\": \"done\"}}");

        assertThat(api.asked().get(0).header("Authorization")).isEqualTo("Bearer tok");
        assertThat(last().header("Host")).isEqualTo("other.test:" + api.port());
        assertThat(last().header("Authorization")).isEqualTo("null");
        assertThat(last().header("X-Api-Key")).isEqualTo("null");
    }

    @Test
    void anotherHostIsToldNothingSecret() throws InterruptedException {
        api.redirect("/start", 307, api.url("other.test", "/end"));

        call("/start", SECRETS);

        assertThat(last().header("Host")).isEqualTo("other.test:" + api.port());
        assertThat(last().header("Authorization")).isEqualTo("null");
        assertThat(last().header("X-Api-Key")).isEqualTo("null");
        assertThat(last().header("Accept")).isEqualTo("a/b");
    }

    @Test
    void whatWasSentIsSentAgainOnlyWhereThatIsMeant() throws InterruptedException {
        api.redirect("/see", 303, "/end");
        api.redirect("/moved", 308, "/end");

        call("/see", "\"method\": \"POST\", \"body\": {\"a\": 1}");
        assertThat(last().method() + last().body()).isEqualTo("GET");
        assertThat(last().header("Content-Type")).isEqualTo("null");

        call("/moved", "\"method\": \"POST\", \"body\": {\"a\": 1}");
        assertThat(last().method() + last().body()).isEqualTo("POST{\"a\":1}");
    }

    @Test
    void noBodyIsSentToAnotherHost() {
        String other = api.url("other.test", "/end");
        api.redirect("/start", 307, other);

        assertThatThrownBy(() -> call("/start", "\"method\": \"POST\", \"body\": {\"a\": 1}"))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "POST %s answered 307 and would have the body sent to another host, %s. If that is right, call it"
                                        .formatted(api.url("api.test", "/start"), other)
                                + " by that address.");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void aRedirectLeadsNowhereThatMayNotBeCalled() {
        api.redirect("/start", 302, "http://127.0.0.1:%d/end".formatted(api.port()));
        api.redirect("/file", 302, "file:///etc/passwd");

        assertThatThrownBy(() -> call("/start", SECRETS))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "http://127.0.0.1:%d/end may not be connected to: 127.0.0.1 is a loopback address. The administrator can"
                                        .formatted(api.port())
                                + " allow it with LEAT_HTTP_ALLOW=127.0.0.1:%d in the environment of the control plane."
                                        .formatted(api.port()));
        assertThatThrownBy(() -> call("/file", SECRETS))
                .isInstanceOf(LeatException.class)
                .hasMessageEndingWith(
                        "answered 302 and leads to file:///etc/passwd, which is no address of http or https.");
        assertThat(api.asked()).hasSize(2);
    }

    @Test
    void redirectsEnd() {
        api.redirect("/round", 302, "/round");

        assertThatThrownBy(() -> call("/round", SECRETS))
                .isInstanceOf(LeatException.class)
                .hasMessage("GET %s was redirected more than 10 times.".formatted(api.url("api.test", "/round")));
        assertThat(api.asked()).hasSize(11);
    }

    @Test
    void aRedirectMayBeTheAnswer() throws InterruptedException {
        api.redirect("/start", 302, "https://files.test/end?x=1&sig=hush");

        call("/start", "\"expected_status\": [\"302\"]");

        assertThat(told.answer().path("status").asInt()).isEqualTo(302);
        assertThat(told.answer().path("headers").path("location").asText())
                .isEqualTo("https://files.test/end?x=1&sig=[REDACTED]");
        assertThat(api.asked()).hasSize(1);
    }
}
