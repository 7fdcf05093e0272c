package io.leat.jobs.match;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;

/** What can be wrong with a match task, in the words its user reads. */
final class MatchErrors {
    private MatchErrors() {}

    static LeatException aliasTwice(String option, String alias) {
        return invalid("%s: two inputs are called %s; give one of them another name with as.", option, alias);
    }

    static LeatException noCondition(String option) {
        return invalid(
                "%s: says neither on nor within, so every row would be joined with every row; on: true asks for that.",
                option);
    }

    static LeatException conditionOnFirst(String option) {
        return invalid(
                "%s: the first input is not joined with anything; on, join and within go to the inputs after it,"
                        + " and a condition on its rows is where.",
                option);
    }

    static LeatException emptyWindow(String option) {
        return invalid(
                "%s: the window [of - before, of + after) is empty; give before, after or both a length of time.",
                option);
    }

    static LeatException groupedWithoutSelect() {
        return invalid(
                "match_task.group_by: needs select, which names the columns of the groups and their aggregates.");
    }

    static LeatException columnTwice(String column) {
        return invalid(
                "match_task.select: two columns of the result would be called %s; name the columns you want, each once,"
                        + " such as %s: a.%s.",
                column, column, column);
    }

    private static LeatException invalid(String message, Object... values) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message.formatted(values));
    }
}
