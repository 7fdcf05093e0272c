package io.leat.server.doctor;

import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import io.leat.server.store.Survey.OddPosition;
import java.util.List;

/** The files that count as read are those of committed batches. */
final class PositionsCheck implements Check {
    private static final String NAME = "state.positions";

    private final StateFile state;

    PositionsCheck(StateFile state) {
        this.state = state;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws BrokenStore {
        List<OddPosition> odd = state.ask(List.of(), Survey::oddPositions);
        return odd.isEmpty()
                ? List.of(Finding.ok(NAME, "positions follow from commits"))
                : odd.stream().map(PositionsCheck::finding).toList();
    }

    private static Finding finding(OddPosition odd) {
        return Finding.error(
                NAME,
                ("Task %s of job %d has read %d file(s) into %s that do not count as read, and %d count as read by no"
                                + " commit.")
                        .formatted(odd.taskKey(), odd.jobId(), odd.unread(), odd.table(), odd.unfounded()),
                "The next run would read the former again or miss the latter. Put back a copy of state.db that is"
                        + " whole; or drop the table and rename the job, which reads everything anew.");
    }
}
