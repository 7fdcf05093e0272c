package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.LegacyParameters;
import io.leat.core.run.RepairChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of run-now and repair, read as the Jobs API reads them. */
final class PureRequests {
    private PureRequests() {}

    static PureRun.Asked runNow(ObjectNode request) {
        Map<String, String> parameters = texts(request.path("job_parameters"));
        LegacyParameters legacy = LegacyParameters.of(request);
        legacy.requireWithout(parameters);
        JsonNode queue = request.path("queue").path("enabled");
        return new PureRun.Asked(
                parameters,
                legacy,
                list(request.path("only")),
                queue.isBoolean() ? queue.booleanValue() : null,
                null,
                0,
                List.of());
    }

    static @Nullable String token(ObjectNode request) {
        return request.path("idempotency_token").textValue();
    }

    static RepairChoice choice(ObjectNode request) {
        List<String> keys = list(request.path("rerun_tasks"));
        boolean all = request.path("rerun_all_failed_tasks").asBoolean();
        if (all == !keys.isEmpty()) {
            throw refused("Either rerun_tasks or rerun_all_failed_tasks must say what to run again, and not both.");
        }

        RepairChoice choice = all ? RepairChoice.allFailed() : RepairChoice.of(new LinkedHashSet<>(keys));
        return request.path("rerun_dependent_tasks").asBoolean() ? choice.withDependents() : choice;
    }

    static void requireLatest(List<Long> repairs, ObjectNode request) {
        JsonNode named = request.path("latest_repair_id");
        boolean none = named.isMissingNode() || named.isNull();
        if (repairs.isEmpty() ? !none : none) {
            throw refused("The latest repair ID needs to be provided in order to create a new repair");
        }

        if (!none && named.longValue() != repairs.get(repairs.size() - 1)) {
            throw refused("Repair %s is not the latest.".formatted(named));
        }
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    static LeatException refused(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
