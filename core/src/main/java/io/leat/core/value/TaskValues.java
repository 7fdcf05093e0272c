package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How large and how many task values may be. */
public final class TaskValues {
    /** The most bytes of one value, as compact JSON in UTF-8. */
    public static final int LARGEST = 48 * 1024;

    /** The most values that may be set in one run, over all its attempts and repairs. */
    public static final int MOST = 250;

    private TaskValues() {}

    /**
     * Checks the values that one attempt has set.
     *
     * @param before how many the run has set already, each as often as an attempt has set it
     * @throws LeatException when one is too large, or they are too many
     */
    public static void check(int before, Map<String, JsonNode> values) {
        if (before + values.size() > MOST) {
            throw refused("A maximum of %d task values per job run is allowed".formatted(MOST));
        }

        values.forEach(TaskValues::checkSize);
    }

    private static void checkSize(String name, JsonNode value) {
        int size = value.toString().getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST) {
            throw refused("The task value %s has %d bytes as JSON; a task value may have at most %d."
                    .formatted(name, size, LARGEST));
        }
    }

    private static LeatException refused(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
