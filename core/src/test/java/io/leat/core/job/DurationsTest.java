package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @Test
    void unitsAreReadInAnyNumberAndCase() {
        assertThat(Durations.parse("30 minutes")).isEqualTo(Duration.ofMinutes(30));
        assertThat(Durations.parse("1 MINUTE")).isEqualTo(Duration.ofMinutes(1));
        assertThat(Durations.parse(" 1 day 12 hours")).isEqualTo(Duration.ofHours(36));
        assertThat(Durations.parse("2weeks")).isEqualTo(Duration.ofDays(14));
        assertThat(Durations.parse("0 seconds")).isEqualTo(Duration.ZERO);
        assertThat(Durations.micros("3 milliseconds")).isEqualTo(3000);
        assertThat(Durations.micros("7 microseconds")).isEqualTo(7);
        assertThat(Durations.micros("365000 days")).isEqualTo(365_000L * 86_400_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "30", "days", "1.5 days", "-1 day", "1 month", "1 day x", "999999999999999 weeks"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("\"" + text + "\" is not a length of time such as 30 minutes or 7 days");
    }
}
