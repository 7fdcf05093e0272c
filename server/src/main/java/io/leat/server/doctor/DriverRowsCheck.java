package io.leat.server.doctor;

import io.leat.server.launch.DriverTraces;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import io.leat.server.store.Survey.KnownDriver;
import java.util.List;

/** Drivers that count as alive have a process. */
final class DriverRowsCheck implements Check {
    private static final String NAME = "drivers.known";

    private final StateFile state;
    private final boolean answers;

    DriverRowsCheck(StateFile state, boolean answers) {
        this.state = state;
        this.answers = answers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws BrokenStore {
        List<KnownDriver> open = state.ask(List.<KnownDriver>of(), Survey::drivers).stream()
                .filter(driver -> !driver.ended())
                .toList();
        List<KnownDriver> gone = open.stream().filter(this::isGone).toList();
        return gone.isEmpty()
                ? List.of(Finding.ok(NAME, open.size() + " driver(s) live"))
                : gone.stream().map(this::finding).toList();
    }

    /** One without a process id is being started, if anybody is there to start it. */
    private boolean isGone(KnownDriver driver) {
        return driver.pid() == 0 ? !answers : !DriverTraces.isRunning(driver.pid(), driver.processStarted());
    }

    private Finding finding(KnownDriver driver) {
        String finding =
                "Driver %s counts as alive, and its process %d is gone.".formatted(driver.driverId(), driver.pid());
        return answers
                ? Finding.warning(
                        NAME,
                        finding,
                        "The control plane notices within seconds; if it still says so then, restart it: 'leat stop'.")
                : Finding.note(NAME, finding, "The next start of the control plane notes its end.");
    }
}
