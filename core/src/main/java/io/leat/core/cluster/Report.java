package io.leat.core.cluster;

import java.util.List;

/** Events of one driver in the order they happened; sent again, unchanged, until acknowledged. */
public record Report(String driverId, List<AgentEvent> events) {
    public Report {
        events = List.copyOf(events);
    }
}
