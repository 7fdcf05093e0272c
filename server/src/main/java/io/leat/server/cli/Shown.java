package io.leat.server.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, durations and times as people read them; always the same, whatever the locale. */
final class Shown {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};

    private Shown() {}

    /** Such as {@code 0.2s}, {@code 14.1s}, {@code 3m 05s}, {@code 2h 10m}. */
    static String duration(long millis) {
        long shown = Math.max(0, millis);
        if (shown < MINUTE) {
            return "%d.%ds".formatted(shown / SECOND, shown % SECOND / 100);
        }
        if (shown < HOUR) {
            return String.format(Locale.ROOT, "%dm %02ds", shown / MINUTE, shown % MINUTE / SECOND);
        }
        return String.format(Locale.ROOT, "%dh %02dm", shown / HOUR, shown % HOUR / MINUTE);
    }

    /** Such as {@code 541,909}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String bytes(long number) {
        double value = number;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? number + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 2026-11-23 08:15:00} in the zone of the machine, which is how the user's clock shows it. */
    static String time(long epochMillis) {
        return epochMillis <= 0 ? "" : TIME.format(ZonedDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), zone()));
    }

    /** Such as {@code 12s ago}, {@code 3m ago}, {@code 2h ago}; days ago, the time itself. */
    static String ago(long epochMillis, long now) {
        long past = now - epochMillis;
        if (past >= 24 * HOUR) {
            return time(epochMillis);
        }
        if (past >= HOUR) {
            return past / HOUR + "h ago";
        }
        return past >= MINUTE ? past / MINUTE + "m ago" : Math.max(0, past) / SECOND + "s ago";
    }

    /** A metric: four digits after the point at most. */
    static String metric(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return count((long) value);
        }
        return Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4
                ? String.format(Locale.ROOT, "%.3e", value)
                : String.format(Locale.ROOT, "%,.4f", value);
    }

    private static ZoneId zone() {
        String zone = System.getProperty("leat.zone");
        return zone == null ? ZoneId.systemDefault() : ZoneOffset.UTC;
    }
}
