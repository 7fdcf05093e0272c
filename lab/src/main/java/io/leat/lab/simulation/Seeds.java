package io.leat.lab.simulation;

import io.leat.lab.simulation.Simulation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Runs the worlds of many seeds, some beside each other, each on one thread. */
public final class Seeds {
    private static final int BARS = 50;
    private static final int CLASSES = 12;
    private static final double CENT = 100;

    private final List<Outcome> outcomes = new ArrayList<>();

    private Seeds() {}

    /**
     * Runs the seeds from {@code first} to {@code last}.
     *
     * @param failures end it early when there are so many
     */
    public static Seeds run(long first, long last, int threads, int failures) {
        Seeds seeds = new Seeds();
        AtomicLong next = new AtomicLong(first);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> seeds.work(next, last, failures), "simulation-" + i);
            workers.add(worker);
            worker.start();
        }

        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while seeds ran", e);
        }

        return seeds;
    }

    private void work(AtomicLong next, long last, int failures) {
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
            Outcome outcome = Simulation.run(seed);
            synchronized (outcomes) {
                outcomes.add(outcome);
                if (failed().size() >= failures) {
                    next.set(Long.MAX_VALUE);
                    return;
                }
            }
        }
    }

    /** How many worlds were run. */
    public int count() {
        return outcomes.size();
    }

    /** Those in which something was wrong, by seed. */
    public List<Outcome> failed() {
        return outcomes.stream()
                .filter(outcome -> outcome.failure() != null)
                .sorted(Comparator.comparingLong(Outcome::seed))
                .toList();
    }

    public long medianEvents() {
        return quantile(Outcome::events, 0.5);
    }

    public long medianFaults() {
        return quantile(Outcome::faultCount, 0.5);
    }

    private long quantile(ToLongFunction<Outcome> number, double share) {
        long[] sorted = outcomes.stream().mapToLong(number).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))];
    }

    /** What happened how often, over all worlds. */
    public String histogram() {
        Map<Fault, Integer> all = new EnumMap<>(Fault.class);
        outcomes.forEach(outcome -> outcome.faults().forEach((fault, count) -> all.merge(fault, count, Integer::sum)));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d seeds, %,d events%n",
                count(),
                outcomes.stream().mapToLong(Outcome::events).sum()));
        bars(text, "events a seed", Outcome::events);
        bars(text, "faults a seed", Outcome::faultCount);
        text.append(String.format("faults, all seeds:%n"));
        all.forEach((fault, count) -> text.append(String.format(Locale.ROOT, "  %-22s %,9d%n", fault, count)));
        return text.toString();
    }

    private void bars(StringBuilder text, String what, ToLongFunction<Outcome> number) {
        long top = Math.max(CLASSES, quantile(number, 0.98));
        long width = (top + CLASSES - 1) / CLASSES;
        long[] counts = new long[CLASSES + 1];
        outcomes.forEach(outcome -> counts[(int) Math.min(CLASSES, number.applyAsLong(outcome) / width)]++);
        text.append(String.format(
                Locale.ROOT,
                "%s: p5 %,d, median %,d, p95 %,d, most %,d%n",
                what,
                quantile(number, 0.05),
                quantile(number, 0.5),
                quantile(number, 0.95),
                quantile(number, 1)));
        for (int i = 0; i <= CLASSES; i++) {
            double share = CENT * counts[i] / count();
            String bar = "#".repeat((int) Math.round(share * BARS / CENT));
            text.append(String.format(
                    Locale.ROOT, "  %,7d%s %5.1f %% %s%n", i * width, i == CLASSES ? "+" : " ", share, bar));
        }
    }
}
