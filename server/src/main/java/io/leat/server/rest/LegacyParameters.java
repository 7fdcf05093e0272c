package io.leat.server.rest;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;

/** Parts of requests for runs and repairs that change what runs, and that Leat does not carry out. */
final class LegacyParameters {
    private static final List<String> NOT_CARRIED_OUT = List.of(
            "only",
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
     * @param request as users call it, such as {@code run-now}
     */
    static void refuse(String request, Parameters parameters) {
        NOT_CARRIED_OUT.stream().filter(parameters::holds).findFirst().ifPresent(name -> {
            throw new LeatException(
                    ErrorCode.FEATURE_DISABLED,
                    "%s's %s is not carried out by this version of Leat. Use job_parameters, or leave it out."
                            .formatted(request, name));
        });
    }
}
