package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.TableLine.Rewind;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.junit.jupiter.api.Test;
import scala.Option;

class AncestryTest {
    private static final long START = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

    /** Commits are one second apart. */
    private static CommitInfo commit(long version, String operation, Map<String, String> parameters) {
        return CommitInfo.apply(
                Option.apply(version),
                START + version * 1000,
                operation,
                Option.empty(),
                Scala.map(parameters),
                Scala.map(Map.of()),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    private static CommitInfo write(long version) {
        return commit(version, "WRITE", Map.of());
    }

    private static CommitInfo restore(long version, long to) {
        return commit(version, "RESTORE", Map.of("version", Long.toString(to), "timestamp", "null"));
    }

    private static CommitInfo restoreToTime(long version, String time) {
        return commit(version, "RESTORE", Map.of("version", "null", "timestamp", '"' + time + '"'));
    }

    private static Ancestry after(CommitInfo... newestFirst) {
        Ancestry ancestry = new Ancestry(newestFirst[0].getVersion());
        for (CommitInfo info : newestFirst) {
            ancestry.passed(info.getVersion(), info);
        }

        return ancestry;
    }

    @Test
    void versionIsLostToARestoreBelowIt() {
        assertThat(after(write(5), restore(4, 2)).lossOf(3, write(3))).isEqualTo(new Ancestry.Loss(4, "version 2"));
        assertThat(after(write(5), restore(4, 2), write(3)).lossOf(2, write(2))).isNull();
    }

    @Test
    void restoreThatWasItselfUndoneTakesNothing() {
        assertThat(after(restore(6, 4), restore(5, 1)).lossOf(4, write(4))).isNull();
        assertThat(after(restore(6, 5), restore(5, 1)).lossOf(4, write(4)))
                .isEqualTo(new Ancestry.Loss(5, "version 1"));
    }

    @Test
    void versionIsLostToAReplacement() {
        CommitInfo replaced = commit(4, "CREATE OR REPLACE TABLE AS SELECT", Map.of());

        assertThat(after(write(5), replaced).lossOf(3, write(3))).isEqualTo(new Ancestry.Loss(4, null));
        assertThat(after(restore(5, 3), replaced).lossOf(3, write(3))).isNull();
    }

    @Test
    void restoreToATimeGoesToTheNewestVersionNotAfterIt() {
        String atTwo = "2026-11-23 10:00:02.5";

        assertThat(after(restoreToTime(5, atTwo), write(4)).lossOf(3, write(3))).isEqualTo(new Ancestry.Loss(5, atTwo));
        assertThat(after(restoreToTime(5, atTwo), write(4), write(3)).lossOf(2, write(2)))
                .isNull();
        assertThat(after(restoreToTime(5, atTwo), write(4), write(3), write(2)).lossOf(1, write(1)))
                .isNull();
    }

    @Test
    void restoresToTimesMayLieWithinEachOther() {
        Ancestry ancestry = after(
                restoreToTime(7, "2026-11-23 10:00:01.5"),
                restoreToTime(6, "2026-11-23 10:00:03.5"),
                write(5),
                write(4));

        assertThat(ancestry.isOpen()).isTrue();
        assertThat(ancestry.lossOf(3, write(3))).isEqualTo(new Ancestry.Loss(7, "2026-11-23 10:00:01.5"));
        ancestry.passed(3, write(3));
        ancestry.passed(2, write(2));
        assertThat(ancestry.lossOf(1, write(1))).isNull();
        assertThat(ancestry.isOpen()).isFalse();
        assertThat(ancestry.rewinds()).containsExactly(new Rewind(7, 1), new Rewind(6, 3));
    }

    @Test
    void restoreToATimeThatCannotBeReadIsALoss() {
        assertThat(after(restoreToTime(5, "yesterday"), write(4)).lossOf(3, write(3)))
                .isEqualTo(new Ancestry.Loss(5, "yesterday"));
    }

    @Test
    void askingOfEachVersionOnTheWayIsAskingOfOne() {
        String atTwo = "2026-11-23 10:00:02.5";
        Ancestry ancestry = after(restoreToTime(5, atTwo));

        for (long version = 4; version > 0; version--) {
            boolean lost = version > 2;
            assertThat(ancestry.lossOf(version, write(version))).isEqualTo(lost ? new Ancestry.Loss(5, atTwo) : null);
            ancestry.passed(version, write(version));
        }
    }
}
