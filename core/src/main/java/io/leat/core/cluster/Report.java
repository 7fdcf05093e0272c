package io.leat.core.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one driver in the order they happened; sent again, unchanged, until acknowledged.
 *
 * @param poll what the driver holds, these events not counted, if it wants to be told with the answer what to do next;
 *     else null
 */
public record Report(
        String driverId, List<AgentEvent> events, @Nullable Poll poll) {
    public Report {
        events = List.copyOf(events);
    }

    /** Of a driver that is told by polls alone what to do. */
    public Report(String driverId, List<AgentEvent> events) {
        this(driverId, events, null);
    }

    /** Whether it tells that something was written for good: a commit, or a model. */
    public boolean tellsOfOutput() {
        return events.stream()
                .map(AgentEvent::kind)
                .anyMatch(kind -> kind == AgentEvent.Kind.COMMITTED || kind == AgentEvent.Kind.MODEL);
    }
}
