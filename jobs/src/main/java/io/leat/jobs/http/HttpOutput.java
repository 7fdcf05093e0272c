package io.leat.jobs.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;

/** What is kept of an answer to be looked at. */
final class HttpOutput {
    /** Of the body. */
    static final int MOST_BYTES = 200 * 1024;

    private HttpOutput() {}

    static ObjectNode of(Answer answer, Hidden hidden) {
        ObjectNode output = Json.object();
        ObjectNode http = output.putObject("http_output");
        http.put("method", answer.call().method());
        http.put("url", hidden.url(answer.uri()));
        http.put("status", answer.status());
        ObjectNode headers = http.putObject("headers");
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(name, hidden.header(name, String.join(", ", values))));
        String text = hidden.clean(answer.text());
        boolean isLong = text.length() > MOST_BYTES;
        http.put("body", isLong ? text.substring(0, MOST_BYTES) : text);
        http.put("body_truncated", isLong || answer.content().isTruncated());
        return output;
    }
}
