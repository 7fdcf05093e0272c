package io.leat.lab.conformance;

import static io.leat.lab.conformance.Observation.NEVER;

import io.leat.lab.conformance.Expectation.Bounds;
import io.leat.lab.conformance.Observation.Attempt;
import io.leat.lab.conformance.Observation.RunSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What came before what, and how many were active at once. */
final class OrderCheck {
    private final Observation seen;
    private final List<Finding> findings;

    OrderCheck(Observation seen, List<Finding> findings) {
        this.seen = seen;
        this.findings = findings;
    }

    /** The last attempt of the one ends no later than the first of the other starts. */
    void tasks(String first, String then) {
        List<Attempt> before = attempts(first);
        long end = before.isEmpty() ? NEVER : before.get(before.size() - 1).endMs();
        long start = attempts(then).stream()
                .filter(Attempt::started)
                .mapToLong(Attempt::startMs)
                .min()
                .orElse(NEVER);
        compare("%s before %s".formatted(first, then), end, start);
    }

    private List<Attempt> attempts(String key) {
        return seen.runs().get(0).tasks().getOrDefault(key, List.of());
    }

    void runs(int first, int then) {
        if (Math.max(first, then) > seen.runs().size()) {
            add(
                    "run %d before run %d".formatted(first, then),
                    "both",
                    "%d runs".formatted(seen.runs().size()));
            return;
        }

        RunSeen later = seen.runs().get(then - 1);
        long start = later.tasks().values().stream()
                .flatMap(List::stream)
                .filter(Attempt::started)
                .mapToLong(Attempt::startMs)
                .min()
                .orElse(NEVER);
        compare(
                "run %d before run %d".formatted(first, then),
                seen.runs().get(first - 1).endMs(),
                start);
    }

    private void compare(String at, long end, long start) {
        if (end == NEVER || start == NEVER || end > start) {
            add(
                    at,
                    "the end of the one no later than the start of the other",
                    "end %s, start %s".formatted(ms(end), ms(start)));
        }
    }

    private static String ms(long time) {
        return time == NEVER ? "never" : time + " ms";
    }

    void active(String key, Bounds bounds) {
        int most = most(key);
        if (bounds.atMost() != null && most > bounds.atMost()) {
            add("max_active of " + key, "at most " + bounds.atMost(), String.valueOf(most));
        }

        if (bounds.atLeast() != null && most < bounds.atLeast()) {
            add("max_active of " + key, "at least " + bounds.atLeast(), String.valueOf(most));
        }
    }

    /** One that ends in the moment in which another starts is not active at once with it. */
    private int most(String key) {
        record Move(long at, int by) {}

        List<Move> moves = new ArrayList<>();
        seen.runs().get(0).tasks().forEach((task, attempts) -> {
            if (task.startsWith(key + "[")) {
                attempts.stream().filter(Attempt::started).forEach(attempt -> {
                    moves.add(new Move(attempt.startMs(), 1));
                    moves.add(new Move(attempt.endMs() == NEVER ? Long.MAX_VALUE : attempt.endMs(), -1));
                });
            }
        });
        moves.sort(Comparator.comparingLong(Move::at).thenComparingInt(Move::by));
        int active = 0;
        int most = 0;
        for (Move move : moves) {
            active += move.by();
            most = Math.max(most, active);
        }

        return most;
    }

    private void add(String at, String expected, String found) {
        findings.add(new Finding(at, expected, found, false));
    }
}
