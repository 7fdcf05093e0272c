package io.leat.server.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as the Jobs API writes it.
 *
 * @param problems of a job file, when that is what is wrong
 */
record ErrorBody(String errorCode, String message, @Nullable List<Problem> problems) {
    static ErrorBody of(String errorCode, String message) {
        return new ErrorBody(errorCode, message, null);
    }
}
