package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.lab.conformance.Expectation.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares single fields. A list where one value is usual means any of these; some fields are lists by nature. */
final class FieldCheck {
    private static final Set<String> LISTS = Set.of("attempt_results", "arguments");
    private static final String STARTS = "starts_ms";

    /** Of which only the members that stand in the expectation are compared. */
    private static final String ITERATIONS = "iterations";

    private final long toleranceMs;
    private final List<Finding> findings;

    FieldCheck(long toleranceMs, List<Finding> findings) {
        this.toleranceMs = toleranceMs;
        this.findings = findings;
    }

    void check(String at, Fields expected, Map<String, JsonNode> found) {
        expected.strict().forEach((name, value) -> check(at, name, value, found.get(name), false));
        expected.open().forEach((name, value) -> check(at, name, value, found.get(name), true));
    }

    private void check(String at, String name, JsonNode expected, @Nullable JsonNode found, boolean open) {
        if (name.equals(STARTS)) {
            if (!starts(expected, found)) {
                add("%s, %s".formatted(at, name), expected, found, open);
            }
        } else if (name.equals(ITERATIONS)) {
            expected.properties()
                    .forEach(member -> check(
                            "%s, %s.%s".formatted(at, name, member.getKey()),
                            member.getValue(),
                            found == null ? null : found.get(member.getKey()),
                            open));
        } else if (LISTS.contains(name)) {
            if (!elements(expected, found)) {
                add("%s, %s".formatted(at, name), expected, found, open);
            }
        } else {
            check("%s, %s".formatted(at, name), expected, found, open);
        }
    }

    /** @param expected null when nothing is expected */
    void check(String at, @Nullable JsonNode expected, @Nullable JsonNode found, boolean open) {
        if (expected != null && !matches(expected, found)) {
            add(at, expected, found, open);
        }
    }

    private static boolean matches(JsonNode expected, @Nullable JsonNode found) {
        if (expected.isNull()) {
            return found == null || found.isNull();
        }

        if (!expected.isArray()) {
            return Nodes.same(expected, found);
        }

        for (JsonNode any : expected) {
            if (matches(any, found)) {
                return true;
            }
        }

        return false;
    }

    private static boolean elements(JsonNode expected, @Nullable JsonNode found) {
        if (found == null || expected.size() != found.size()) {
            return false;
        }

        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), found.get(i))) {
                return false;
            }
        }

        return true;
    }

    private boolean starts(JsonNode expected, @Nullable JsonNode found) {
        if (found == null || expected.size() != found.size()) {
            return false;
        }

        for (int i = 0; i < expected.size(); i++) {
            long late = found.get(i).longValue() - expected.get(i).longValue();
            if (late < 0 || late > toleranceMs) {
                return false;
            }
        }

        return true;
    }

    private void add(String at, JsonNode expected, @Nullable JsonNode found, boolean open) {
        findings.add(new Finding(at, expected.toString(), found == null ? "nothing" : found.toString(), open));
    }
}
