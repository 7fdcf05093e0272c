package io.leat.core.value;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The forms in which a reference can ask for a time, by the last part of its name. */
final class Times {
    private static final DateTimeFormatter ISO_DATETIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final Map<String, Function<ZonedDateTime, String>> FORMS = forms();

    private Times() {}

    static Map<String, Function<ZonedDateTime, String>> all() {
        return FORMS;
    }

    static String date(ZonedDateTime time) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time);
    }

    static String millis(ZonedDateTime time) {
        return Long.toString(time.toInstant().toEpochMilli());
    }

    private static Map<String, Function<ZonedDateTime, String>> forms() {
        Map<String, Function<ZonedDateTime, String>> forms = new LinkedHashMap<>();
        forms.put("iso_date", Times::date);
        forms.put("iso_datetime", ISO_DATETIME::format);
        forms.put("year", time -> Integer.toString(time.getYear()));
        forms.put("month", time -> Integer.toString(time.getMonthValue()));
        forms.put("day", time -> Integer.toString(time.getDayOfMonth()));
        forms.put("hour", time -> Integer.toString(time.getHour()));
        forms.put("minute", time -> Integer.toString(time.getMinute()));
        forms.put("second", time -> Integer.toString(time.getSecond()));
        forms.put("timestamp_ms", Times::millis);
        forms.put("iso_weekday", time -> Integer.toString(time.getDayOfWeek().getValue()));
        forms.put("is_weekday", time -> Boolean.toString(time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0));
        return forms;
    }
}
