package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;

/**
 * What a Python process is told to run.
 *
 * @param module of the package {@code leat}, whose {@code main(order)} does it
 * @param content what that module wants to know
 */
public record PythonOrder(String module, ObjectNode content) {
    /** As the process reads it. */
    ObjectNode text(ObjectNode environment, String directory) {
        ObjectNode text = Json.object();
        text.setAll(content);
        text.put("module", module);
        text.set("environment", environment);
        text.put("directory", directory);
        return text;
    }
}
