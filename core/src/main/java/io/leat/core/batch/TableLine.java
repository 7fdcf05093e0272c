package io.leat.core.batch;

import java.util.Comparator;
import java.util.List;

/**
 * The versions that a table's newest one descends from. RESTORE and CREATE OR REPLACE leave versions in the log whose
 * rows the table does not hold any more; a later RESTORE may bring them back.
 *
 * @param rewinds newest first
 */
public record TableLine(long newest, List<Rewind> rewinds) {
    /**
     * A commit that took the table back.
     *
     * @param version that the commit made
     * @param to the version it went back to; {@link #NOTHING} when it replaced the table
     */
    public record Rewind(long version, long to) {
        public static final long NOTHING = -1;
    }

    public TableLine {
        rewinds = rewinds.stream()
                .sorted(Comparator.comparingLong(Rewind::version).reversed())
                .toList();
    }

    /** Whether what {@code version} wrote is what the newest one began from. */
    public boolean holds(long version) {
        long at = newest;
        for (Rewind rewind : rewinds) {
            if (rewind.version() <= at && rewind.version() > version) {
                at = rewind.to();
            }
        }

        return version <= at;
    }
}
