package io.leat.core.value;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A task's body with its references replaced.
 *
 * @param body with plain text replaced, and {@code :leat_N} in SQL
 * @param arguments the value of each {@code leat_N}
 * @param secrets values in either that must not be shown
 */
public record ResolvedBody(ObjectNode body, Map<String, String> arguments, List<String> secrets) {
    public ResolvedBody {
        arguments = Map.copyOf(arguments);
        secrets = List.copyOf(secrets);
    }
}
