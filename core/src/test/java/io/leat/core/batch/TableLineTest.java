package io.leat.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.TableLine.Rewind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TableLineTest {
    private static List<Long> held(long newest, Rewind... rewinds) {
        TableLine line = new TableLine(newest, List.of(rewinds));
        return LongStream.rangeClosed(0, 9).filter(line::holds).boxed().toList();
    }

    @Test
    void aTableThatOnlyGrewHoldsAllItsVersions() {
        assertThat(held(3)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aRestoreTakesAwayWhatLiesBetween() {
        assertThat(held(6, new Rewind(5, 2))).containsExactly(0L, 1L, 2L, 5L, 6L);
    }

    @Test
    void aReplacementTakesAwayAllBeforeIt() {
        assertThat(held(6, new Rewind(5, Rewind.NOTHING))).containsExactly(5L, 6L);
    }

    @Test
    void aRestoreForwardBringsBack() {
        assertThat(held(6, new Rewind(4, 1), new Rewind(6, 3))).containsExactly(0L, 1L, 2L, 3L, 6L);
        assertThat(held(6, new Rewind(4, Rewind.NOTHING), new Rewind(6, 3))).containsExactly(0L, 1L, 2L, 3L, 6L);
    }

    @Test
    void restoresMayLieWithinEachOther() {
        assertThat(held(9, new Rewind(4, 1), new Rewind(8, 5))).containsExactly(0L, 1L, 4L, 5L, 8L, 9L);
    }

    /** The control plane may know more than the version that is asked for. */
    @Test
    void whatIsNewerThanTheNewestIsNotHeld() {
        assertThat(held(3, new Rewind(5, 2))).containsExactly(0L, 1L, 2L, 3L);
    }
}
