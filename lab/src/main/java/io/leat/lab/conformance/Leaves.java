package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registration;
import io.leat.lab.conformance.ConformanceCase.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the leaves of all jobs of a control plane do, and what they were given. For any thread. */
final class Leaves {
    private static final int SLOTS = 10_000;

    private final Map<Long, Map<String, List<Outcome>>> scripts = new ConcurrentHashMap<>();
    private final Map<Long, Started> started = new ConcurrentHashMap<>();
    private final Scripts counts = new Scripts();

    /** One attempt at a leaf. */
    record Started(Assignment assignment, Outcome outcome) {
        @Nullable
        JsonNode parameters() {
            return Leaf.parameters(assignment.kind(), assignment.body());
        }

        @Nullable
        JsonNode arguments() {
            return Leaf.arguments(assignment.kind(), assignment.body());
        }

        Map<String, JsonNode> values() {
            return ConformanceCase.written(outcome.values());
        }
    }

    /** A driver that takes all there is. */
    static Registration driver(String driverId) {
        long pid = ProcessHandle.current().pid();
        return new Registration(
                Protocol.VERSION, driverId, pid, "localhost", 1, "none", "none", driverId, 1, false, null, SLOTS);
    }

    /** How an attempt ends by itself. */
    static Finish finish(Outcome outcome) {
        AgentEvent.Outcome how = switch (outcome.result()) {
            case SUCCESS -> AgentEvent.Outcome.SUCCESS;
            case FAILED -> AgentEvent.Outcome.FAILED;
            case INTERNAL_ERROR, TIMEDOUT -> AgentEvent.Outcome.INTERNAL_ERROR;
        };
        String message = Objects.requireNonNullElse(outcome.message(), "");
        return new Finish(how, message, null, ConformanceCase.written(outcome.values()), null);
    }

    void script(long jobId, Map<String, List<Outcome>> script) {
        scripts.put(jobId, script);
    }

    /** An attempt begins; what it is to do. */
    Outcome start(Assignment assignment) {
        Map<String, List<Outcome>> script = scripts.getOrDefault(assignment.jobId(), Map.of());
        Outcome outcome = counts.next(script, assignment.runId(), assignment.taskKey());
        started.put(assignment.taskRunId(), new Started(assignment, outcome));
        return outcome;
    }

    /** The attempt with this task run's id; null if none was started. */
    @Nullable
    Started started(long taskRunId) {
        return started.get(taskRunId);
    }
}
