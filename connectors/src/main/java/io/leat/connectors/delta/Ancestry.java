package io.leat.connectors.delta;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Which earlier versions the newest one descends from, learnt by walking the log from it backwards. */
final class Ancestry {
    /**
     * How a version was lost.
     *
     * @param by the version whose commit took it away
     * @param restoredTo what that commit went back to; null when it replaced the table
     */
    record Loss(long by, @Nullable String restoredTo) {}

    /** {@code to} is -1 for a replacement, and for a time before every version seen so far. */
    private record Jump(long from, long to, @Nullable String restoredTo) {}

    private static final long NOWHERE = -1;

    private final List<Jump> jumps = new ArrayList<>();
    private final long newest;

    private long restoreByTime = NOWHERE;
    private long restoreMillis;
    private String restoreTime = "";

    Ancestry(long newest) {
        this.newest = newest;
    }

    /** Tells of a commit on the way. Versions come in falling order. */
    void passed(long version, CommitInfo info) {
        resolveTime(version, info);
        if (info.operation().equals("RESTORE")) {
            restored(version, Scala.map(info.operationParameters()));
        } else if (info.operation().contains("REPLACE TABLE")) {
            jumps.add(new Jump(version, NOWHERE, null));
        }
    }

    /** How {@code version} was lost, whose commit is the next one on the way; null when it was not. Then pass it too. */
    @Nullable
    Loss lossOf(long version, CommitInfo info) {
        resolveTime(version, info);
        List<Jump> all = new ArrayList<>(jumps);
        if (restoreByTime != NOWHERE) {
            all.add(new Jump(restoreByTime, NOWHERE, restoreTime));
        }

        long at = newest;
        for (Jump jump : all) {
            if (jump.from() <= at && jump.to() < version) {
                return new Loss(jump.from(), jump.restoredTo());
            }

            at = jump.from() <= at ? jump.to() : at;
        }

        return null;
    }

    private void restored(long version, Map<String, String> parameters) {
        String to = parameters.getOrDefault("version", "null");
        if (!to.equals("null")) {
            jumps.add(new Jump(version, Long.parseLong(to), "version " + to));
            return;
        }

        restoreTime = parameters.getOrDefault("timestamp", "").replace("\"", "");
        Option<Object> micros = DateTimeUtils.stringToTimestamp(UTF8String.fromString(restoreTime), ZoneOffset.UTC);
        restoreMillis = micros.isEmpty() ? Long.MIN_VALUE : ((Number) micros.get()).longValue() / 1000;
        restoreByTime = version;
    }

    /** A restore to a time went to the newest version that is not after it. */
    private void resolveTime(long version, CommitInfo info) {
        if (restoreByTime != NOWHERE && info.timestamp().getTime() <= restoreMillis) {
            jumps.add(new Jump(restoreByTime, version, restoreTime));
            restoreByTime = NOWHERE;
        }
    }
}
