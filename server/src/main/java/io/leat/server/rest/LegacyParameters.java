package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;

/** Parameters from before there were job parameters: each for one kind of task. */
final class LegacyParameters {
    private static final List<String> NAMES = List.of(
            "notebook_params",
            "jar_params",
            "python_params",
            "python_named_params",
            "spark_submit_params",
            "dbt_commands",
            "sql_params",
            "pipeline_params");

    private LegacyParameters() {}

    /**
     * Those of a request, by name; empty lists and objects, which clients send for "none", are left out.
     *
     * @throws LeatException when they stand beside each other or beside job parameters where they must not
     */
    static ObjectNode of(Parameters parameters) {
        ObjectNode given = Json.object();
        NAMES.stream().filter(parameters::holds).forEach(name -> given.set(name, parameters.node(name)));
        if (!given.isEmpty() && parameters.holds("job_parameters")) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "job_parameters and %s cannot be given together; use job_parameters alone."
                            .formatted(given.fieldNames().next()));
        }

        if (given.has("notebook_params") && given.has("jar_params")) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "notebook_params and jar_params cannot be given together.");
        }

        return given;
    }
}
