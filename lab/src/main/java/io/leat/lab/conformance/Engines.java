package io.leat.lab.conformance;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.StoreSettings;

/** The engines by their names on the command line. */
final class Engines {
    private Engines() {}

    /** @param store where the state of a real control plane lies; the others keep theirs for themselves */
    static CaseEngine named(String name, StoreSettings store) {
        return switch (name) {
            case "pure" -> new PureEngine();
            case "simulated" -> new SimulatedEngine();
            case "real" -> new RealEngine(store);
            default ->
                throw new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE,
                        "There is no engine %s; there are pure, simulated and real.".formatted(name));
        };
    }
}
