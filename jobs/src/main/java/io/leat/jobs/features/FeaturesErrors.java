package io.leat.jobs.features;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.math.BigDecimal;

/** What a user can have done wrong in a {@code features_task}. */
final class FeaturesErrors {
    private FeaturesErrors() {}

    static LeatException overflow(String feature, BigDecimal sum, String type) {
        return invalid("feature %s: the sum %s does not fit %s; cast its value to a wider type such as DOUBLE"
                .formatted(feature, sum.toPlainString(), type));
    }

    static LeatException invalid(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "features_task: " + message);
    }
}
