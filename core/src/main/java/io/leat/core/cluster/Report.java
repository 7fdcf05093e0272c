package io.leat.core.cluster;

import java.util.List;

/** Events of one driver in the order they happened; sent again, unchanged, until acknowledged. */
public record Report(String driverId, List<AgentEvent> events) {
    public Report {
        events = List.copyOf(events);
    }

    /** Whether it tells that something was written for good: a commit, or a model. */
    public boolean tellsOfOutput() {
        return events.stream()
                .map(AgentEvent::kind)
                .anyMatch(kind -> kind == AgentEvent.Kind.COMMITTED || kind == AgentEvent.Kind.MODEL);
    }
}
