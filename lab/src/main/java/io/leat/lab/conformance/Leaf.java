package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The abstract leaf of cases as kinds that engines know: a notebook where it has named parameters, a Python script where
 * it has arguments only, else a JAR. A notebook with arguments has them in a field of its own.
 */
final class Leaf {
    private static final String NOTEBOOK = "notebook_task";
    private static final String SCRIPT = "spark_python_task";
    private static final String JAR = "spark_jar_task";
    private static final String ARGUMENTS = "arguments";

    private Leaf() {}

    /** Puts the leaf's kind into a task. */
    static void put(ObjectNode task, ObjectNode leaf) {
        if (leaf.has("parameters")) {
            ObjectNode notebook = Json.object().put("notebook_path", "/conformance/leaf");
            notebook.set("base_parameters", leaf.get("parameters").deepCopy());
            if (leaf.has(ARGUMENTS)) {
                notebook.set(ARGUMENTS, CaseJobs.list(leaf.get(ARGUMENTS)));
            }

            task.set(NOTEBOOK, notebook);
        } else if (leaf.has(ARGUMENTS)) {
            ObjectNode script = Json.object().put("python_file", "/conformance/leaf.py");
            script.set("parameters", CaseJobs.list(leaf.get(ARGUMENTS)));
            task.set(SCRIPT, script);
        } else {
            task.set(JAR, Json.object().put("main_class_name", "conformance.Leaf"));
        }
    }

    /** What a leaf got by name, from its body when it was started; null for a leaf that takes none. */
    static @Nullable JsonNode parameters(String kind, ObjectNode body) {
        if (!kind.equals(NOTEBOOK)) {
            return null;
        }

        return body.path("base_parameters") instanceof ObjectNode named ? named : Json.object();
    }

    /** What a leaf got in order; null for a leaf that takes none. */
    static @Nullable JsonNode arguments(String kind, ObjectNode body) {
        return switch (kind) {
            case NOTEBOOK -> body.get(ARGUMENTS);
            case SCRIPT -> CaseJobs.list(body.path("parameters"));
            default -> null;
        };
    }
}
