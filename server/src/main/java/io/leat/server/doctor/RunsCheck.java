package io.leat.server.doctor;

import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import java.util.List;

/** Runs are active only while somebody carries them out, and no batch of an ended run is open. */
final class RunsCheck implements Check {
    private static final String ACTIVE = "state.active-runs";
    private static final String UNSETTLED = "state.unsettled";

    private final StateFile state;
    private final boolean answers;

    RunsCheck(StateFile state, boolean answers) {
        this.state = state;
        this.answers = answers;
    }

    @Override
    public String name() {
        return ACTIVE;
    }

    @Override
    public List<Finding> look() throws BrokenStore {
        return List.of(active(state.ask(0L, Survey::activeRuns)), unsettled(state.ask(0L, Survey::unsettled)));
    }

    private Finding active(long runs) {
        if (runs == 0 || answers) {
            return Finding.ok(ACTIVE, runs + " active run(s)");
        }

        return Finding.warning(
                ACTIVE,
                "%d run(s) are active, and no control plane carries them out.".formatted(runs),
                "Any command that starts one lets them go on, such as 'leat runs'; 'leat runs cancel ID' ends one.");
    }

    private static Finding unsettled(long batches) {
        if (batches == 0) {
            return Finding.ok(UNSETTLED, "no open batches of ended runs");
        }

        return Finding.note(
                UNSETTLED,
                "Of %d batch(es) of ended runs it is not known whether they are in their tables.".formatted(batches),
                "The next run of their task finds out, before it writes; so does 'leat doctor --repair', by the tables.");
    }
}
