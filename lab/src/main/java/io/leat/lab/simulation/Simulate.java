package io.leat.lab.simulation;

import io.leat.lab.simulation.Simulation.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Runs seeds from the command line: {@code --seed N} replays one and tells all that happened, {@code --seeds A..B} runs
 * many and tells what they were like, {@code --stop-at N} ends at so many failures. Exits with 1 when one fails.
 */
public final class Simulate {
    private static final int WRONG = 2;
    private static final double NANOS = 1e9;

    private Simulate() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    private static int run(List<String> arguments, PrintStream out) {
        String seed = option(arguments, "--seed", "");
        String seeds = option(arguments, "--seeds", "1..1000");
        int failures = Integer.parseInt(option(arguments, "--stop-at", "20"));
        if (!seed.isEmpty()) {
            return replay(Long.parseLong(seed), out);
        }

        String[] ends = seeds.split("\\.\\.", 2);
        if (ends.length < 2) {
            out.println("--seeds takes a first and a last seed, such as 1..1000");
            return WRONG;
        }

        return runAll(Long.parseLong(ends[0]), Long.parseLong(ends[1]), failures, out);
    }

    private static String option(List<String> arguments, String name, String usual) {
        int at = arguments.indexOf(name);
        return at < 0 || at + 1 >= arguments.size() ? usual : arguments.get(at + 1);
    }

    private static int replay(long seed, PrintStream out) {
        Outcome outcome = Simulation.replay(seed);
        outcome.trace().forEach(out::println);
        out.println(describe(outcome));
        return outcome.failure() == null ? 0 : 1;
    }

    private static int runAll(long first, long last, int failures, PrintStream out) {
        long start = System.nanoTime();
        Seeds seeds = Seeds.run(first, last, Runtime.getRuntime().availableProcessors(), failures);
        out.print(seeds.histogram());
        out.println(String.format(Locale.ROOT, "in %.1f s", (System.nanoTime() - start) / NANOS));
        seeds.failed().forEach(outcome -> out.println(describe(outcome)));
        return seeds.failed().isEmpty() ? 0 : 1;
    }

    /** What somebody needs to know of a world. */
    static String describe(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "seed %d: %s (%d events, faults %s); bench/simulate --seed %d tells all of it",
                outcome.seed(),
                outcome.failure() == null ? "nothing wrong" : outcome.failure(),
                outcome.events(),
                outcome.faults(),
                outcome.seed());
    }
}
