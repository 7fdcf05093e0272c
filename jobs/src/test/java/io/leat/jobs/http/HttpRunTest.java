package io.leat.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRunTest {
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
    void theAnswerIsKeptAndValuesAreTakenFromIt() throws InterruptedException {
        api.on("/items", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=abc");
            LocalApi.answer(exchange, 200, "application/json", "{\"items\": [{\"id\": 7}], \"next\": null}");
        });

        told.run("""
                {"url": "%s", "query": {"q": "a b&c", "page": 1},
                 "values": {"first": "$.items[0].id", "all": "/items", "next": "/next"}}""".formatted(url("/items?x=1")));

        assertThat(api.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.uri()).isEqualTo("/items?x=1&q=a%20b%26c&page=1");
            assertThat(asked.header("Host")).isEqualTo("api.test:" + api.port());
        });
        assertThat(told.values).hasToString("{first=7, all=[{\"id\":7}], next=null}");
        assertThat(told.answer().path("status").asInt()).isEqualTo(200);
        assertThat(told.answer().path("body").asText()).isEqualTo("{\"items\": [{\"id\": 7}], \"next\": null}");
        assertThat(told.answer().path("headers").path("set-cookie").asText()).isEqualTo("[REDACTED]");
        assertThat(told.shown()).doesNotContain("session=abc");
    }

    @Test
    void aBodyIsSentAsJsonOrAsText() throws InterruptedException {
        api.json("/", "{}");

        told.run("{\"url\": \"%s\", \"method\": \"post\", \"body\": {\"a\": [1, \"é\"]}}".formatted(url("/")));
        told.run("{\"url\": \"%s\", \"method\": \"PUT\", \"body\": \"a=1\", \"headers\": {\"content-type\": \"x/y\"}}"
                .formatted(url("/")));

        assertThat(api.asked()).extracting(LocalApi.Asked::method).containsExactly("POST", "PUT");
        assertThat(api.asked()).extracting(LocalApi.Asked::body).containsExactly("{\"a\":[1,\"é\"]}", "a=1");
        assertThat(api.asked())
                .extracting(asked -> asked.header("Content-Type"))
                .containsExactly("application/json", "x/y");
    }

    @Test
    void requestsAreAuthorisedAndNothingSecretIsShown() throws InterruptedException {
        api.on(
                "/",
                exchange -> LocalApi.answer(
                        exchange,
                        200,
                        "text/plain",
                        "you sent " + exchange.getRequestHeaders().getFirst("Authorization")));

        auth("{\"bearer\": \"tok-1\"}");
        auth("{\"basic\": {\"user\": \"u\", \"password\": \"pass-2\"}}");
        auth("{\"api_key\": {\"name\": \"X-Key\", \"value\": \"key-3\"}}");
        auth("{\"api_key\": {\"name\": \"mark\", \"in\": \"query\", \"value\": \"key 4\"}}");

        assertThat(api.asked())
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly("Bearer tok-1", "Basic dTpwYXNzLTI=", "null", "null");
        assertThat(api.asked().get(2).header("X-Key")).isEqualTo("key-3");
        assertThat(api.asked().get(3).uri()).isEqualTo("/?mark=key%204");
    }

    private void auth(String auth) throws InterruptedException {
        told.run("{\"url\": \"%s\", \"auth\": %s}".formatted(url("/"), auth));

        assertThat(told.shown()).doesNotContain("tok-1", "pass-2", "dTpwYXNzLTI=", "key-3", "key 4", "key%204");
    }

    @Test
    void aTokenIsFetchedForAClient() throws InterruptedException {
        api.json("/token", "{\"access_token\": \"at-1\", \"token_type\": \"Bearer\", \"expires_in\": 3600}");
        api.json("/api", List.of("{\"state\": \"going\"}", "{\"state\": \"done\", \"echo\": \"at-1\"}"));

        told.run("""
                {"url": "%s", "poll": {"every": "1 millisecond", "until": {"pointer": "/state", "equals": "done"}},
                 "auth": {"oauth2_client_credentials":
                     {"token_url": "%s", "client_id": "me", "client_secret": "s-2", "scope": "read write"}}}""".formatted(url("/api"), url("/token")));

        assertThat(api.asked()).extracting(LocalApi.Asked::uri).containsExactly("/token", "/api", "/api");
        assertThat(api.asked().get(0).body()).isEqualTo("grant_type=client_credentials&scope=read%20write");
        assertThat(api.asked().get(0).header("Authorization")).isEqualTo("Basic bWU6cy0y");
        assertThat(api.asked().get(2).header("Authorization")).isEqualTo("Bearer at-1");
        assertThat(told.shown()).doesNotContain("at-1", "s-2", "bWU6cy0y");
    }

    @Test
    void aRefusedClientIsTold() {
        api.on("/token", exchange -> LocalApi.answer(exchange, 401, "text/plain", "who are you, s-2?"));

        assertThatThrownBy(() -> told.run("""
                        {"url": "%s", "auth": {"oauth2_client_credentials":
                            {"token_url": "%s", "client_id": "me", "client_secret": "s-2"}}}""".formatted(url("/api"), url("/token"))))
                .isInstanceOf(LeatException.class)
                .hasMessage("POST %s answered 401 and gave no access token. The answer begins: who are you, [REDACTED]?"
                        .formatted(url("/token")));
    }

    @Test
    void anotherStatusFailsTheTask() throws InterruptedException {
        api.on("/", exchange -> LocalApi.answer(exchange, 404, "text/plain", "no\n  such thing"));

        assertThatThrownBy(() -> told.run("{\"url\": \"%s\"}".formatted(url("/a?apikey=hush&x=1"))))
                .isInstanceOf(LeatException.class)
                .hasMessage("GET %s answered 404, and expected was 2xx. The answer begins: no such thing"
                        .formatted(url("/a?apikey=[REDACTED]&x=1")));

        told.run("{\"url\": \"%s\", \"expected_status\": [\"200-299\", \"404\"]}".formatted(url("/a")));
        assertThat(told.answer().path("status").asInt()).isEqualTo(404);
    }

    @Test
    void aServerThatAsksForItIsAskedAgainIfNothingCanBeDoneTwice() throws InterruptedException {
        api.on("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            LocalApi.answer(exchange, api.asked().size() % 3 == 0 ? 200 : 429, "text/plain", "slow down");
        });

        told.run("{\"url\": \"%s\"}".formatted(url("/")));

        assertThat(api.asked()).hasSize(3);
        assertThatThrownBy(() -> told.run("{\"url\": \"%s\", \"method\": \"POST\"}".formatted(url("/"))))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "POST %s answered 429, and expected was 2xx. It asks to come back after 0. The answer begins:"
                                        .formatted(url("/"))
                                + " slow down");
        assertThat(api.asked()).hasSize(4);
    }

    @Test
    void aServerThatAsksForAnHourIsNotWaitedFor() {
        api.on("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            LocalApi.answer(exchange, 503, "text/plain", "");
        });

        assertThatThrownBy(() -> told.run("{\"url\": \"%s\"}".formatted(url("/"))))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "GET %s answered 503, and expected was 2xx. It asks to come back after 3600. The answer is empty."
                                .formatted(url("/")));
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void aConditionIsWaitedFor() throws InterruptedException {
        api.json("/jobs", "{\"id\": 5, \"links\": {\"self\": \"/status/5\"}}");
        api.json("/status", List.of("{}", "{\"state\": \"RUNNING\"}", "{\"state\": \"DONE\", \"rows\": 12}"));

        told.run("""
                {"url": "%s", "method": "POST", "body": {}, "values": {"rows": "$.rows"},
                 "poll": {"every": "1 millisecond", "url": "$.links.self",
                          "until": {"pointer": "/state", "not_in": ["RUNNING"], "fail_if": ["FAILED"]}}}""".formatted(url("/jobs")));

        assertThat(api.asked())
                .extracting(asked -> asked.method() + " " + asked.uri())
                .containsExactly("POST /jobs", "GET /status/5", "GET /status/5", "GET /status/5");
        assertThat(api.asked().get(1).header("Content-Type")).isEqualTo("null");
        assertThat(told.values).hasToString("{rows=12}");
        assertThat(told.activities).contains("waiting: /state is RUNNING");
    }

    @Test
    void aConditionThatCannotBeMetAnyMoreFailsTheTaskAtOnce() {
        api.on("/jobs", exchange -> {
            exchange.getResponseHeaders().set("Location", "/status");
            LocalApi.answer(exchange, 202, "text/plain", "");
        });
        api.json("/status", "{\"state\": \"FAILED\", \"why\": \"no space\"}");

        assertThatThrownBy(() -> told.run("""
                        {"url": "%s", "method": "POST", "poll": {"url": "header:Location",
                         "until": {"pointer": "/state", "in": ["DONE"], "fail_if": ["FAILED"]}}}""".formatted(url("/jobs"))))
                .isInstanceOf(LeatException.class)
                .hasMessage("GET %s answered that /state is FAILED, which fail_if names. The answer begins:"
                                .formatted(url("/status"))
                        + " {\"state\": \"FAILED\", \"why\": \"no space\"}");
    }

    @Test
    void aConditionThatIsNotMetInTimeFailsTheTask() {
        api.json("/", "{\"state\": \"RUNNING\"}");

        assertThatThrownBy(() -> told.run("""
                        {"url": "%s", "poll": {"every": "5 milliseconds", "timeout": "100 milliseconds",
                         "until": {"pointer": "$.status", "equals": "DONE"}}}""".formatted(url("/"))))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "The condition of poll was not met within 0.1 s: at last GET %s answered that $.status is not there."
                                        .formatted(url("/"))
                                + " The answer begins: {\"state\": \"RUNNING\"}");
        assertThat(api.asked().size()).isGreaterThan(1);
    }

    @Test
    void anAnswerThatIsNotWhatWasMeantIsShown() {
        api.on(
                "/page",
                exchange -> LocalApi.answer(exchange, 200, "text/html", "<html><body>Please log in</body></html>"));
        api.json("/short", "{\"a\": 1");
        api.json("/other", "{\"a\": 1}");

        assertThatThrownBy(() -> values("/page"))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "GET %s answered 200 without JSON (text/html), in which the value v should stand. The answer begins:"
                                        .formatted(url("/page"))
                                + " <html><body>Please log in</body></html>");
        assertThatThrownBy(() -> values("/short"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("answered 200 without JSON (application/json)");
        assertThatThrownBy(() -> values("/other"))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "GET %s answered 200, and nothing stands at /b/c, where the value v should. The answer begins: {\"a\": 1}"
                                .formatted(url("/other")));
        assertThat(told.answer().path("body").asText()).isEqualTo("{\"a\": 1}");
    }

    private void values(String path) throws InterruptedException {
        told.run("{\"url\": \"%s\", \"values\": {\"v\": \"/b/c\"}}".formatted(url(path)));
    }
}
