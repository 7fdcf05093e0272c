package io.leat.server.doctor;

import io.leat.server.launch.DriverTraces;
import io.leat.server.launch.DriverTraces.Trace;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import io.leat.server.store.Survey.KnownDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The files that drivers start from leave with them. */
final class DriverFilesCheck implements Check {
    private static final String NAME = "files.drivers";

    private final StateFile state;
    private final DriverTraces traces;
    private final boolean answers;

    DriverFilesCheck(StateFile state, DriverTraces traces, boolean answers) {
        this.state = state;
        this.traces = traces;
        this.answers = answers;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Files first: who made one is in the state before, and has a process soon after. */
    @Override
    public List<Finding> look() throws IOException, BrokenStore {
        Map<String, List<Path>> files = traces.files();
        Set<String> needed = new HashSet<>();
        if (answers) {
            needed.add(DriverTraces.WARM_UP);
            state.ask(List.<KnownDriver>of(), Survey::drivers).stream()
                    .filter(driver -> !driver.ended())
                    .forEach(driver -> needed.add(driver.driverId()));
        }
        needed.addAll(traces.processes().stream().map(Trace::driverId).collect(Collectors.toSet()));
        List<Path> left = new ArrayList<>();
        files.forEach((driverId, paths) -> {
            if (!needed.contains(driverId)) {
                left.addAll(paths);
            }
        });
        Leftovers leftovers = Leftovers.of(left);
        return List.of(
                leftovers.isEmpty()
                        ? Finding.ok(NAME, "no files of drivers that are gone")
                        : Finding.note(
                                        NAME,
                                        "%d file(s) of drivers that are gone, such as %s."
                                                .formatted(left.size(), left.get(0)),
                                        "They may be deleted.")
                                .mendedBy(leftovers::delete));
    }
}
