package io.leat.core.cluster;

import java.util.List;

/**
 * All that a driver holds now. The control plane answers with the difference to what it should hold, so a lost answer
 * or a restart of either side needs no special case.
 *
 * @param holding task runs accepted and not yet acknowledged as finished
 * @param cancelling those of them it was already told to cancel
 * @param queries being answered
 * @param turn grows with each poll of a driver, be it sent alone or in a report; 0 from one that does not number them
 */
public record Poll(String driverId, List<Long> holding, List<Long> cancelling, List<String> queries, long turn) {
    public Poll {
        holding = List.copyOf(holding);
        cancelling = List.copyOf(cancelling);
        queries = List.copyOf(queries);
    }

    /** Of a driver that does not number its polls. */
    public Poll(String driverId, List<Long> holding, List<Long> cancelling, List<String> queries) {
        this(driverId, holding, cancelling, queries, 0);
    }
}
