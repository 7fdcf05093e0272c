package io.leat.lab.conformance;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;

/** The engines by their names on the command line. */
final class Engines {
    private Engines() {}

    static CaseEngine named(String name) {
        return switch (name) {
            case "pure" -> new PureEngine();
            case "simulated" -> new SimulatedEngine();
            case "real" -> new RealEngine();
            default ->
                throw new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "There is no engine %s; there are pure, simulated and real.".formatted(name));
        };
    }
}
