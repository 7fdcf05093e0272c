package io.leat.jobs.match;

import static io.leat.jobs.expression.TaskSql.inline;

import io.leat.core.error.LeatException;
import io.leat.core.job.Durations;
import io.leat.core.job.MatchTask.Within;
import io.leat.jobs.expression.Part;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A time in {@code [of - before, of + after)}: what lies at the end of a window is outside. */
record TimeWindow(String option, String time, String of, long beforeMicros, long afterMicros) {
    static TimeWindow of(Within within, String option) {
        long before = micros(within.before(), option + ".before");
        long after = micros(within.after(), option + ".after");
        if (before == 0 && after == 0) {
            throw MatchErrors.emptyWindow(option);
        }
        return new TimeWindow(option, within.time(), within.of(), before, after);
    }

    String condition() {
        return "%s >= %s - %s AND %s < %s + %s"
                .formatted(
                        inline(time),
                        inline(of),
                        interval(beforeMicros),
                        inline(time),
                        inline(of),
                        interval(afterMicros));
    }

    List<Part> parts(String from) {
        return List.of(new Part(option + ".time", time, from), new Part(option + ".of", of, from));
    }

    private static String interval(long micros) {
        return "INTERVAL '" + BigDecimal.valueOf(micros, 6).toPlainString() + "' SECOND";
    }

    private static long micros(@Nullable String text, String option) {
        try {
            return text == null ? 0 : Durations.micros(text);
        } catch (LeatException e) {
            throw new LeatException(e.code(), option + ": " + e.getMessage(), e);
        }
    }
}
