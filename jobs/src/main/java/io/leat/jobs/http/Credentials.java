package io.leat.jobs.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.HttpTask;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What authorises the requests of one task run. */
final class Credentials {
    private static final Duration TOKEN_LIMIT = Duration.ofMinutes(1);
    private static final int TOKEN_BYTES = 1 << 20;
    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final long USUAL_SECONDS = 3600;

    private final HttpTask.@Nullable Auth auth;
    private final Requests requests;
    private final Hidden hidden;
    private final HttpErrors errors;
    private @Nullable String token;
    private long tokenUntil;

    Credentials(HttpTask.@Nullable Auth auth, Requests requests, Hidden hidden, HttpErrors errors) {
        this.auth = auth;
        this.requests = requests;
        this.hidden = hidden;
        this.errors = errors;
        if (auth != null) {
            hide(auth);
        }
    }

    private void hide(HttpTask.Auth given) {
        if (given.bearer() != null) {
            hidden.add(given.bearer());
        }

        if (given.basic() != null) {
            hidden.add(given.basic().password());
            hidden.add(base64(given.basic().user(), given.basic().password()));
        }

        if (given.apiKey() != null) {
            hidden.add(given.apiKey().value());
        }

        HttpTask.ClientCredentials client = given.oauth2ClientCredentials();
        if (client != null) {
            hidden.add(client.clientSecret());
            hidden.add(base64(encode(client.clientId()), encode(client.clientSecret())));
        }
    }

    /** Parameters that authorise the address. */
    Map<String, String> query() {
        HttpTask.ApiKey key = auth == null ? null : auth.apiKey();
        return key != null && key.in() == HttpTask.In.QUERY ? Map.of(key.name(), key.value()) : Map.of();
    }

    /** Headers that authorise a request that is sent now. */
    Map<String, String> headers() throws InterruptedException {
        if (auth == null) {
            return Map.of();
        }

        if (auth.bearer() != null) {
            return authorization("Bearer " + auth.bearer());
        }

        HttpTask.Basic basic = auth.basic();
        if (basic != null) {
            return authorization("Basic " + base64(basic.user(), basic.password()));
        }

        HttpTask.ClientCredentials client = auth.oauth2ClientCredentials();
        if (client != null) {
            return authorization("Bearer " + token(client));
        }

        HttpTask.ApiKey key = auth.apiKey();
        return key == null || key.in() == HttpTask.In.QUERY ? Map.of() : Map.of(key.name(), key.value());
    }

    private static Map<String, String> authorization(String value) {
        return Map.of("Authorization", value);
    }

    private String token(HttpTask.ClientCredentials client) throws InterruptedException {
        String known = token;
        if (known != null && System.nanoTime() - tokenUntil < 0) {
            return known;
        }

        Answer answer = requests.send(tokenCall(client), TOKEN_LIMIT, TOKEN_BYTES, status -> true);
        JsonNode told = answer.status() == 200 ? json(answer) : null;
        String fresh = told == null ? "" : told.path("access_token").asText("");
        if (told == null || fresh.isEmpty()) {
            throw errors.noToken(answer);
        }

        hidden.add(fresh);
        Duration lasts = Duration.ofSeconds(told.path("expires_in").asLong(USUAL_SECONDS));
        tokenUntil = System.nanoTime() + lasts.minus(EARLY).toNanos();
        token = fresh;
        return fresh;
    }

    private @Nullable JsonNode json(Answer answer) {
        try {
            return answer.json();
        } catch (JsonProcessingException e) {
            return null; // told as an answer without a token
        }
    }

    private Call tokenCall(HttpTask.ClientCredentials client) {
        URI uri = Uris.parse(client.tokenUrl());
        if (uri == null) {
            throw errors.noAddress("token_url", client.tokenUrl(), null);
        }

        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (client.scope() != null) {
            form.put("scope", client.scope());
        }

        Map<String, String> headers =
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
        String authorised = "Basic " + base64(encode(client.clientId()), encode(client.clientSecret()));
        return new Call("POST", uri, headers, authorization(authorised), Uris.form(form));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String user, String password) {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
