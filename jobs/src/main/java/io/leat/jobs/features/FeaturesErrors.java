package io.leat.jobs.features;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.FeaturesTask.Aggregate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;

/** What a user can have done wrong in a {@code features_task}. */
final class FeaturesErrors {
    private FeaturesErrors() {}

    static LeatException overflow(String feature, BigDecimal sum, String type) {
        return invalid("feature %s: the sum %s does not fit %s; cast its value to a wider type such as DOUBLE"
                .formatted(feature, sum.toPlainString(), type));
    }

    static LeatException oneOf(String option) {
        return invalid(option + ": give either as_of or aggregate");
    }

    static LeatException notWith(String option, String field, String kind) {
        return invalid("%s.%s: does not go with %s".formatted(option, field, kind));
    }

    static LeatException missing(String option, String field, String meaning) {
        return invalid("%s: %s is missing: %s".formatted(option, field, meaning));
    }

    static LeatException duration(String option, LeatException cause) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, option + ": " + cause.getMessage(), cause);
    }

    static LeatException nameTwice(String name) {
        return invalid(("features_task: two columns of the result are called %s; rename one, or choose the spine's"
                        + " columns without it")
                .formatted(name));
    }

    static LeatException keyCount(String option, List<String> own, List<String> spine) {
        return invalid("%s.keys: %s are %d keys, but the spine has %d: %s"
                .formatted(option, own, own.size(), spine.size(), spine));
    }

    static LeatException notAKey(String option, String column, DataType type) {
        return invalid("%s: column %s is %s; a key is text, a number, a date, a time or a boolean"
                .formatted(option, column, type.sql()));
    }

    static LeatException keysDiffer(String option, String column, DataType spine, DataType source) {
        return invalid("%s: key %s is %s here and %s in the spine; cast one of them where its table is made"
                .formatted(option, column, source.sql(), spine.sql()));
    }

    static LeatException notATime(String option, String column, DataType type) {
        return invalid("%s: column %s is %s; a TIMESTAMP or a DATE is needed".formatted(option, column, type.sql()));
    }

    static LeatException notAggregable(String option, Aggregate aggregate, DataType type) {
        String needed = aggregate == Aggregate.SUM || aggregate == Aggregate.AVG
                ? "a number"
                : "a number, text, a date, a time or a boolean";
        return invalid("%s.value: is %s; %s takes %s"
                .formatted(option, type.sql(), aggregate.name().toLowerCase(Locale.ROOT), needed));
    }

    private static LeatException invalid(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
