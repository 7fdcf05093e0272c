package io.leat.lab.simulation;

import java.util.List;
import java.util.Set;

/** What becomes of a task, given how those it waits for have ended; from the public description of {@code run_if}. */
final class RunIf {
    static final String RUNS = "RUNS";
    private static final Set<String> CANCELS = Set.of("CANCELED", "UPSTREAM_CANCELED");
    private static final Set<String> FAILURES = Set.of("FAILED", "TIMEDOUT", "UPSTREAM_FAILED");

    private RunIf() {}

    static boolean isFailure(String result) {
        return FAILURES.contains(result) || CANCELS.contains(result);
    }

    /**
     * @param above how each dependency ended; EXCLUDED where a condition took the other branch
     */
    static String verdict(String runIf, List<String> above) {
        List<String> present =
                above.stream().filter(result -> !result.equals("DISABLED")).toList();
        if (present.isEmpty()) {
            return RUNS;
        }

        if (present.stream().allMatch("EXCLUDED"::equals)) {
            return "EXCLUDED";
        }

        boolean anyFailed = present.stream().anyMatch(RunIf::isFailure);
        boolean anyGood = present.stream().anyMatch(result -> !isFailure(result));
        String failure = present.stream().anyMatch(FAILURES::contains) ? "UPSTREAM_FAILED" : "UPSTREAM_CANCELED";
        return switch (runIf) {
            case "ALL_SUCCESS", "NONE_FAILED" -> anyFailed ? failure : RUNS;
            case "AT_LEAST_ONE_SUCCESS" -> anyGood ? RUNS : failure;
            case "ALL_DONE" -> RUNS;
            case "AT_LEAST_ONE_FAILED" -> anyFailed ? RUNS : "EXCLUDED";
            case "ALL_FAILED" -> anyGood ? "EXCLUDED" : RUNS;
            default -> throw new IllegalArgumentException(runIf);
        };
    }
}
