package io.leat.core.batch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A bound of a slice, of the kind that its text looks like. Dates are midnights, and times without a zone are UTC. */
public record SliceValue(Kind kind, String text) {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(\\.\\d{1,18})?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TIMESTAMP =
            Pattern.compile("(" + DATE + ")[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,6})?)?)(Z|[+-]\\d\\d:\\d\\d)?");

    /** What a bound can be. Values of two kinds cannot be compared, but for dates and timestamps. */
    public enum Kind {
        NUMBER("a number"),
        DATE("a date"),
        TIMESTAMP("a timestamp"),
        TEXT("a text");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        private Kind group() {
            return this == DATE ? TIMESTAMP : this;
        }
    }

    public static SliceValue of(String text) {
        if (NUMBER.matcher(text).matches()) {
            return new SliceValue(Kind.NUMBER, text);
        }

        if (DATE.matcher(text).matches() && exists(text, LocalDate::parse)) {
            return new SliceValue(Kind.DATE, text);
        }

        boolean time = TIMESTAMP.matcher(text).matches() && exists(text, SliceValue::time);
        return new SliceValue(time ? Kind.TIMESTAMP : Kind.TEXT, text);
    }

    static boolean areComparable(String[] ones, String[] others) {
        return Arrays.stream(ones)
                .map(SliceValue::of)
                .allMatch(one -> Arrays.stream(others).map(SliceValue::of).allMatch(one::isComparable));
    }

    boolean isComparable(SliceValue other) {
        return kind.group() == other.kind.group();
    }

    /** Of two that are comparable; texts by their UTF-8 bytes, as Spark orders them. */
    int compare(SliceValue other) {
        return switch (kind) {
            case NUMBER -> number().compareTo(other.number());
            case DATE, TIMESTAMP -> instant().compareTo(other.instant());
            case TEXT -> Arrays.compareUnsigned(bytes(), other.bytes());
        };
    }

    /** Of a number. */
    public BigDecimal number() {
        return new BigDecimal(text);
    }

    /** Of a date or timestamp. */
    public Instant instant() {
        return kind == Kind.DATE ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC) : time(text);
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Instant time(String text) {
        String iso = text.replace(' ', 'T');
        boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
        return zoned
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    /** Whether there is such an instant: the 30th of February looks like a date and is none. */
    private static boolean exists(String text, Function<String, ?> parse) {
        try {
            return parse.apply(text) != null;
        } catch (DateTimeException no) {
            return false;
        }
    }
}
