package io.leat.jobs.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** How long a server asks to wait before a request is sent again. */
final class Pauses {
    private static final Set<Integer> ASKING = Set.of(429, 503);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;

    Pauses(Clock clock) {
        this.clock = clock;
    }

    /** Empty when the answer does not ask to wait, or longer than a task should sit there. */
    Optional<Duration> of(Answer answer) {
        return ASKING.contains(answer.status())
                ? answer.header("Retry-After").flatMap(this::parse).filter(pause -> pause.compareTo(LONGEST) <= 0)
                : Optional.empty();
    }

    private Optional<Duration> parse(String after) {
        if (after.strip().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(after.strip())));
        }

        try {
            Instant at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(after.strip()));
            Duration until = Duration.between(clock.instant(), at);
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
