package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.Protocol;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
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
    void everyRouteButHealthIsClosedWithoutTheRightToken() {
        List<RestServer.Route> routes = server.server.routes();
        assertThat(routes).hasSizeGreaterThan(30);
        for (RestServer.Route route : routes) {
            String path = route.path().replaceAll("\\{\\w+}", "1");
            if (path.equals("/health")) {
                continue;
            }

            String wrong = path.startsWith("/api/agent/") ? TestServer.TOKEN : TestServer.DRIVER_TOKEN;
            assertThat(server.send(route.method(), path, null, null).statusCode())
                    .as("%s without a token", route)
                    .isEqualTo(401);
            assertThat(server.send(route.method(), path, "guess", null).statusCode())
                    .as("%s with an unknown token", route)
                    .isEqualTo(401);
            assertThat(server.send(route.method(), path, wrong, null).statusCode())
                    .as("%s with another's token", route)
                    .isEqualTo(403);
        }
    }

    @Test
    void healthNeedsNoToken() {
        assertThat(server.send("GET", "/health", null, null).body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void theTokenMayBeThePasswordOfBasicAuthentication() throws Exception {
        assertThat(basic("token:" + TestServer.TOKEN)).isEqualTo(200);
        assertThat(basic("token:guess")).isEqualTo(401);
        assertThat(basic("me:" + TestServer.TOKEN)).isEqualTo(401);
    }

    private int basic(String pair) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.server.address() + "/api/2.1/jobs/list"))
                .header("Authorization", "Basic " + encoded)
                .build();
        return server.http.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Test
    void unknownPathsTellNothingWithoutAToken() {
        assertThat(server.send("GET", "/api/2.1/nothing", null, null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aDriverSpeaksForItselfAlone() {
        String poll = "{\"driver_id\":\"d-2\",\"holding\":[],\"cancelling\":[],\"queries\":[]}";

        HttpResponse<String> answer = server.send("POST", Protocol.POLL, TestServer.DRIVER_TOKEN, poll);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("The token is driver d-1's; it cannot speak for driver d-2.");
    }

    @Test
    void theDenialSaysWhoseTokenItIs() {
        HttpResponse<String> answer = server.send("GET", "/api/2.1/jobs/list", TestServer.DRIVER_TOKEN, null);

        assertThat(answer.body())
                .isEqualTo("{\"error_code\":\"PERMISSION_DENIED\",\"message\":"
                        + "\"This token is a driver's and may not call GET /api/2.1/jobs/list.\"}");
    }
}
