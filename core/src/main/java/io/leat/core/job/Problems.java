package io.leat.core.job;

import io.leat.core.job.Problem.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is told at once. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void error(Position at, String path, String message) {
        found.add(new Problem(at.line(), at.column(), path, message, Severity.ERROR));
    }

    void warning(Position at, String path, String message) {
        found.add(new Problem(at.line(), at.column(), path, message, Severity.WARNING));
    }

    List<Problem> errors() {
        return select(Severity.ERROR);
    }

    List<Problem> warnings() {
        return select(Severity.WARNING);
    }

    private List<Problem> select(Severity severity) {
        return found.stream()
                .filter(problem -> problem.severity() == severity)
                .distinct()
                .sorted(Problem.BY_POSITION)
                .toList();
    }
}
