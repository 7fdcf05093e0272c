package io.leat.connectors.delta;

import io.leat.core.batch.TableLine.Rewind;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** A restore to a time, whose version was not passed yet. */
    private record Open(long from, long millis, String time) {}

    private final List<Jump> jumps = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final long newest;

    Ancestry(long newest) {
        this.newest = newest;
    }

    /** Tells of a commit on the way. Versions come in falling order. */
    void passed(long version, CommitInfo info) {
        resolveTimes(version, info);
        if (info.operation().equals("RESTORE")) {
            restored(version, Scala.map(info.operationParameters()));
        } else if (info.operation().contains("REPLACE TABLE")) {
            jumps.add(new Jump(version, Rewind.NOTHING, null));
        }
    }

    /** Whether it takes older versions to know where a restore went. */
    boolean isOpen() {
        return !open.isEmpty();
    }

    /** The commits passed that took the table back, newest first. */
    List<Rewind> rewinds() {
        return all().stream().map(jump -> new Rewind(jump.from(), jump.to())).toList();
    }

    /** How {@code version} was lost, whose commit is the next one on the way; null when it was not. */
    @Nullable
    Loss lossOf(long version, CommitInfo info) {
        resolveTimes(version, info);
        long at = newest;
        for (Jump jump : all()) {
            if (jump.from() <= at && jump.to() < version) {
                return new Loss(jump.from(), jump.restoredTo());
            }

            at = jump.from() <= at ? jump.to() : at;
        }

        return null;
    }

    private List<Jump> all() {
        List<Jump> all = new ArrayList<>(jumps);
        open.forEach(restore -> all.add(new Jump(restore.from(), Rewind.NOTHING, restore.time())));
        all.sort(Comparator.comparingLong(Jump::from).reversed());
        return all;
    }

    private void restored(long version, Map<String, String> parameters) {
        String to = parameters.getOrDefault("version", "null");
        if (!to.equals("null")) {
            jumps.add(new Jump(version, Long.parseLong(to), "version " + to));
            return;
        }

        String time = parameters.getOrDefault("timestamp", "").replace("\"", "");
        Option<Object> micros = DateTimeUtils.stringToTimestamp(UTF8String.fromString(time), ZoneOffset.UTC);
        long millis = micros.isEmpty() ? Long.MIN_VALUE : ((Number) micros.get()).longValue() / 1000;
        open.add(new Open(version, millis, time));
    }

    /** A restore to a time went to the newest version that is not after it. */
    private void resolveTimes(long version, CommitInfo info) {
        long committed = info.timestamp().getTime();
        for (Open restore : List.copyOf(open)) {
            if (committed <= restore.millis()) {
                jumps.add(new Jump(restore.from(), version, restore.time()));
                open.remove(restore);
            }
        }
    }
}
