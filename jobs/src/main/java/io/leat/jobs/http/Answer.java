package io.leat.jobs.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answered, and to what. */
record Answer(Call call, int status, HttpHeaders headers, LimitedBody.Content content) {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([^\\s;\"]+)");

    /** Where the answer came from, after redirects. */
    URI uri() {
        return call.uri();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    String text() {
        return content.text(charset());
    }

    private Charset charset() {
        Matcher named = CHARSET.matcher(header("Content-Type").orElse(""));
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** @throws JsonProcessingException when the answer is no JSON, or JSON with more behind it */
    JsonNode json() throws JsonProcessingException {
        return Json.mapper()
                .reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(text());
    }

    /** What stands at a place as text; empty where nothing stands, or null. */
    static Optional<String> textAt(JsonNode json, JsonPointer place) {
        JsonNode node = json.at(place);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }

        return Optional.of(node.isValueNode() ? node.asText() : node.toString());
    }
}
