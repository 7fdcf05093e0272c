package io.leat.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("target", "source", "on_bad_records", "title");

    @Test
    void aFewTypingMistakesAreForgiven() {
        assertThat(Nearest.to("tagret", NAMES)).contains("target");
        assertThat(Nearest.to("SOURCE", NAMES)).contains("source");
        assertThat(Nearest.to("on-bad-record", NAMES)).contains("on_bad_records");
        assertThat(Nearest.to("TİTLE", NAMES)).contains("title");
    }

    @Test
    void somethingElseIsNotNear() {
        assertThat(Nearest.to("path", NAMES)).isEmpty();
        assertThat(Nearest.to("", NAMES)).isEmpty();
        assertThat(Nearest.didYouMean("path", NAMES)).isEmpty();
        assertThat(Nearest.didYouMean("sorce", NAMES)).isEqualTo("; did you mean source?");
    }
}
