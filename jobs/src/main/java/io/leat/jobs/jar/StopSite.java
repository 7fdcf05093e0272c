package io.leat.jobs.jar;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;

/** Where a Spark that is stopped was stopped, when the program did it; Spark says so only in a message. */
final class StopSite {
    private static final String STOPPED = "it was stopped at:";
    private static final Pattern FRAME = Pattern.compile("([\\w.$]+)\\.[\\w$<>]+\\(([^)]*)\\)");

    private StopSite() {}

    /** @param own whether a class is the program's */
    static Optional<String> of(SparkContext stopped, Predicate<String> own) {
        try {
            int cores = stopped.defaultParallelism();
            throw new IllegalStateException("Spark is not stopped: it has " + cores + " cores");
        } catch (IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            int from = message.indexOf(STOPPED);
            if (from < 0) {
                return Optional.empty();
            }

            Matcher frame = FRAME.matcher(message.substring(from));
            while (frame.find()) {
                if (own.test(frame.group(1))) {
                    return Optional.of(frame.group(2));
                }
            }

            return Optional.empty();
        }
    }
}
