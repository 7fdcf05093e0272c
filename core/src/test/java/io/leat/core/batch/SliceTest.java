package io.leat.core.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SliceTest {
    private static Slice range(@Nullable String from, @Nullable String to) {
        return new Slice("day", null, from, to);
    }

    private static Slice one(String value) {
        return new Slice("day", value, null, null);
    }

    private static void overlap(Slice one, Slice other) {
        assertThat(one.overlaps(other)).as(one.text() + " and " + other.text()).isTrue();
        assertThat(other.overlaps(one)).as(other.text() + " and " + one.text()).isTrue();
    }

    private static void apart(Slice one, Slice other) {
        assertThat(one.overlaps(other)).as(one.text() + " and " + other.text()).isFalse();
        assertThat(other.overlaps(one)).as(other.text() + " and " + one.text()).isFalse();
    }

    @Test
    void theEndIsNotInASlice() {
        apart(range("2026-01-01", "2026-01-02"), range("2026-01-02", "2026-01-03"));
        overlap(range("2026-01-01", "2026-01-03"), range("2026-01-02", "2026-01-04"));
        overlap(range("2026-01-01", "2026-01-09"), range("2026-01-02", "2026-01-04"));
        apart(range("2026-01-01", "2026-01-02"), one("2026-01-02"));
        overlap(range("2026-01-01", "2026-01-02"), one("2026-01-01"));
    }

    @Test
    void aSliceMayBeOpenAtOneEnd() {
        apart(range(null, "2026-01-02"), range("2026-01-02", null));
        overlap(range(null, "2026-01-03"), range("2026-01-02", null));
        overlap(range(null, "2026-01-03"), range(null, "2025-01-03"));
        apart(range("2026-01-02", null), one("2026-01-01"));
    }

    @Test
    void valuesAreComparedAsWhatTheyAre() {
        apart(range("9", "10"), range("10", "11"));
        overlap(range("1", "10"), one("9.5"));
        overlap(one("1"), one("1.0"));
        apart(one("DK"), one("dk"));
        apart(range("a", "b"), range("b", "ä"));
        overlap(range("2026-01-01", "2026-01-02"), one("2026-01-01 12:00"));
        apart(range("2026-01-01", "2026-01-02"), one("2026-01-01T23:00:00-02:00"));
        overlap(range("2026-01-01", "2026-01-02"), one("2026-01-02T01:00:00.5+02:00"));
    }

    @Test
    void whatCannotBeComparedIsTakenToOverlap() {
        overlap(one("1"), one("DK"));
        overlap(one("2026-01-01"), new Slice("country", "DK", null, null));
        apart(one("2026-01-01"), new Slice("DAY", "2026-01-02", null, null));
    }

    @Test
    void aSliceHasSomethingInIt() {
        refused(() -> range(null, null), "A slice of day needs either equals, or from, to or both.");
        refused(() -> new Slice("day", "1", "1", null), "A slice of day needs either equals, or from, to or both.");
        refused(
                () -> range("2026-01-02", "2026-01-02"),
                "The slice of day from 2026-01-02 to 2026-01-02 is empty: to must be greater than from.");
        refused(() -> range("10", "9"), "The slice of day from 10 to 9 is empty: to must be greater than from.");
        refused(
                () -> range("2026-01-02", "2026-02-30"),
                "The slice of day is from 2026-01-02, a date, to 2026-02-30, a text; give both alike.");
    }

    private static void refused(Runnable made, String message) {
        assertThatThrownBy(made::run).isInstanceOf(LeatException.class).hasMessage(message);
    }

    @Test
    void itIsReadAsItIsWritten() {
        Slice slice = range("2026-01-01", null);
        assertThat(Json.read(Json.write(slice), Slice.class)).isEqualTo(slice);
        assertThat(Json.write(slice)).isEqualTo("{\"column\":\"day\",\"from\":\"2026-01-01\"}");
    }

    @Test
    void anOverwriteOfASliceTakesThePlaceOfWhatMayLieInIt() {
        Batch first = batch(WriteMode.OVERWRITE, range("2026-01-01", "2026-01-02"));
        Batch second = batch(WriteMode.OVERWRITE, range("2026-01-02", "2026-01-03"));
        Batch whole = batch(WriteMode.OVERWRITE, null);
        Batch append = batch(WriteMode.APPEND, null);

        assertThat(first.overwrites(second)).isFalse();
        assertThat(first.overwrites(whole)).isTrue();
        assertThat(first.overwrites(append)).isTrue();
        assertThat(whole.overwrites(first)).isTrue();
        assertThat(append.overwrites(first)).isFalse();
    }

    private static Batch batch(WriteMode mode, @Nullable Slice slice) {
        return new Batch(
                "b", "gold.t", Batch.TARGET, mode, slice, Manifest.EMPTY, "code", List.of(), BatchState.MINTED);
    }
}
