package io.leat.core.cluster;

import java.util.List;

/**
 * All that a driver holds now. The control plane answers with the difference to what it should hold, so a lost answer
 * or a restart of either side needs no special case.
 *
 * @param holding task runs accepted and not yet acknowledged as finished
 * @param cancelling those of them it was already told to cancel
 * @param queries being answered
 */
public record Poll(String driverId, List<Long> holding, List<Long> cancelling, List<String> queries) {
    public Poll {
        holding = List.copyOf(holding);
        cancelling = List.copyOf(cancelling);
        queries = List.copyOf(queries);
    }
}
