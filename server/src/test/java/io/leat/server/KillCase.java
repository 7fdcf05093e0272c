package io.leat.server;

import io.leat.core.crash.CrashPoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is killed, where, while which kind of write goes on. */
record KillCase(Work work, CrashPoint point, Victim victim) {
    private static final Set<CrashPoint> OF_INGEST = EnumSet.of(
            CrashPoint.BEFORE_LISTING, CrashPoint.BEFORE_QUARANTINE_COMMIT, CrashPoint.BETWEEN_QUARANTINE_AND_TARGET);
    private static final Set<CrashPoint> OF_TABLES = EnumSet.of(
            CrashPoint.BEFORE_COMMIT,
            CrashPoint.AFTER_COMMIT,
            CrashPoint.TABLE_CREATED,
            CrashPoint.BEFORE_BURN,
            CrashPoint.AFTER_BURN);
    private static final Set<CrashPoint> OF_MODELS =
            EnumSet.of(CrashPoint.BEFORE_MODEL, CrashPoint.MODEL_DRAFTED, CrashPoint.MODEL_SAVED);

    /** A task and how it writes. */
    enum Work {
        INGEST_APPEND,
        INGEST_OVERWRITE,
        INGEST_MERGE,
        MATCH,
        FEATURES,
        PERSIST_APPEND,
        PERSIST_OVERWRITE,
        PERSIST_SLICE,
        PERSIST_MERGE,
        TRAIN;

        boolean isIngest() {
            return name().startsWith("INGEST");
        }

        String text() {
            String[] words = name().toLowerCase(Locale.ROOT).split("_");
            return words.length > 1 ? words[0] + ", " + words[1] : words[0];
        }
    }

    /** Which process gets SIGKILL. */
    enum Victim {
        DRIVER,
        CONTROL_PLANE,
        BOTH;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether the point is in a table's first write, and so the case begins without one. */
    boolean isFirstWrite() {
        return point == CrashPoint.TABLE_CREATED;
    }

    /** Whether the point is where an earlier run's batch is given up, and so the case begins with one. */
    boolean isBurn() {
        return point == CrashPoint.BEFORE_BURN || point == CrashPoint.AFTER_BURN;
    }

    String name() {
        return "%s at %s, %s killed".formatted(work.text(), point.text(), victim.text());
    }

    static List<KillCase> all() {
        List<KillCase> cases = new ArrayList<>();
        for (Work work : Work.values()) {
            for (CrashPoint point : CrashPoint.values()) {
                if (passes(work, point)) {
                    for (Victim victim : Victim.values()) {
                        cases.add(new KillCase(work, point, victim));
                    }
                }
            }
        }

        return cases;
    }

    private static boolean passes(Work work, CrashPoint point) {
        if (OF_INGEST.contains(point)) {
            return work.isIngest();
        }

        if (OF_MODELS.contains(point)) {
            return work == Work.TRAIN;
        }

        return work != Work.TRAIN || !OF_TABLES.contains(point);
    }
}
