package io.leat.jobs.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who is told what the task does and what came of it. */
interface Listener {
    void activity(String words);

    void log(String line);

    void value(String name, JsonNode value);

    void output(ObjectNode output);
}
