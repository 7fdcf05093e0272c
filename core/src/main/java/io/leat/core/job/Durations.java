package io.leat.core.job;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as job files write them: {@code 30 minutes}, {@code 7 days}, {@code 1 day 12 hours}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,15})\\s*(\\p{Alpha}+)\\s*");
    private static final Map<String, Duration> UNITS = new TreeMap<>(Map.of(
            "microsecond", Duration.ofNanos(1000),
            "millisecond", Duration.ofMillis(1),
            "second", Duration.ofSeconds(1),
            "minute", Duration.ofMinutes(1),
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1),
            "week", Duration.ofDays(7)));
    private static final Duration LONGEST = Duration.ofDays(365_000);

    private Durations() {}

    /**
     * The length of time that {@code text} says; a day has 24 hours.
     *
     * @throws LeatException when it says none
     */
    public static Duration parse(String text) {
        Matcher parts = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length()) {
            if (!parts.find(end) || parts.start() != end) {
                throw notADuration(text, "");
            }

            sum = add(text, sum, Long.parseLong(parts.group(1)), unit(text, parts.group(2)));
            end = parts.end();
        }

        if (text.isBlank()) {
            throw notADuration(text, "");
        }

        return sum;
    }

    /** As {@link #parse}, in microseconds, which is how Spark counts time. */
    public static long micros(String text) {
        Duration duration = parse(text);
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
    }

    private static Duration add(String text, Duration sum, long count, Duration unit) {
        if (count > LONGEST.dividedBy(unit)) {
            throw notADuration(text, "; it is too long");
        }

        return sum.plus(unit.multipliedBy(count));
    }

    private static Duration unit(String text, String name) {
        String singular = name.toLowerCase(Locale.ROOT).replaceFirst("s$", "");
        Duration unit = UNITS.get(singular);
        if (unit == null) {
            throw notADuration(
                    text,
                    Nearest.didYouMean(
                            name,
                            UNITS.keySet().stream().map(known -> known + "s").toList()));
        }

        return unit;
    }

    private static LeatException notADuration(String text, String hint) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "\"%s\" is not a length of time such as 30 minutes or 7 days%s".formatted(text, hint));
    }
}
