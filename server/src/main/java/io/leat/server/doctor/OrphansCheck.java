package io.leat.server.doctor;

import io.leat.server.launch.DriverTraces;
import io.leat.server.launch.DriverTraces.Trace;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import io.leat.server.store.Survey.KnownDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every process that is a driver of the workspace is one that the state counts as alive. */
final class OrphansCheck implements Check {
    private static final String NAME = "drivers.orphans";

    private final StateFile state;
    private final DriverTraces traces;

    OrphansCheck(StateFile state, DriverTraces traces) {
        this.state = state;
        this.traces = traces;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Processes first: a driver is in the state before it has a process. */
    @Override
    public List<Finding> look() throws BrokenStore {
        List<Trace> found = traces.processes();
        List<KnownDriver> known = state.ask(List.of(), Survey::drivers);
        List<Finding> findings = findings(found, known);
        return findings.isEmpty() ? List.of(Finding.ok(NAME, "no orphans")) : findings;
    }

    static List<Finding> findings(List<Trace> found, List<KnownDriver> known) {
        Map<String, KnownDriver> byId =
                known.stream().collect(Collectors.toMap(KnownDriver::driverId, Function.identity()));
        Set<Long> family = family();
        List<Finding> findings = new ArrayList<>();
        for (Trace trace : found) {
            KnownDriver driver = byId.get(trace.driverId());
            boolean expected = trace.driverId().equals(DriverTraces.WARM_UP) || (driver != null && !driver.ended());
            if (!expected && !family.contains(trace.pid())) {
                findings.add(trace.isDriver() ? orphan(trace, driver != null) : leftBehind(trace));
            }
        }
        return findings;
    }

    private static Finding orphan(Trace trace, boolean known) {
        return Finding.error(
                        NAME,
                        "Process %d is driver %s, which the state %s. It takes memory, and what it writes is refused."
                                .formatted(trace.pid(), trace.driverId(), known ? "counts as ended" : "does not know"),
                        "Run: kill %d".formatted(trace.pid()))
                .mendedBy(() -> {
                    DriverTraces.end(trace);
                    return "ended process " + trace.pid();
                });
    }

    /** It may be anything that a task started, so it is for its owner to judge. */
    private static Finding leftBehind(Trace trace) {
        return Finding.note(
                NAME,
                "Process %d was started by driver %s, which has ended.".formatted(trace.pid(), trace.driverId()),
                "See what it is with 'ps -fp %d', and end it if it is not needed.".formatted(trace.pid()));
    }

    /** This process and those it was started by, which may be a task's. */
    private static Set<Long> family() {
        return Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        handle -> handle.flatMap(ProcessHandle::parent))
                .map(handle -> handle.orElseThrow().pid())
                .collect(Collectors.toSet());
    }
}
