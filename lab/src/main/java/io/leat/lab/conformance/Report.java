package io.leat.lab.conformance;

import io.leat.lab.conformance.Verdict.Kind;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells what came of the cases: failures first, then what is open, then what passed at a later try and why it did not at
 * the first, then the counts by family.
 */
final class Report {
    private static final int LONGEST = 400;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(String engine, List<Verdict> verdicts, double seconds) {
        list(verdicts, Kind.FAILED, "FAILED");
        list(verdicts, Kind.LOOSE, "differs where the reference is open:");
        verdicts.stream().filter(Verdict::recovered).forEach(this::recovered);
        counts(verdicts);
        out.printf(
                Locale.ROOT, "%n%d cases on the %s in %.1f s%s%n", verdicts.size(), engine, seconds, later(verdicts));
    }

    private void list(List<Verdict> verdicts, Kind kind, String title) {
        for (Verdict verdict : verdicts) {
            if (verdict.kind() == kind) {
                out.printf(Locale.ROOT, "%s %s%n", title, name(verdict));
                verdict.findings().forEach(this::print);
            }
        }
    }

    private static String name(Verdict verdict) {
        ConformanceCase played = verdict.played();
        String section = played.section() == null ? "" : " (section %s)".formatted(played.section());
        return "%s: %s%s".formatted(verdict.family(), played.name(), section);
    }

    private void recovered(Verdict verdict) {
        out.printf(Locale.ROOT, "passed at try %d only: %s%n", verdict.before().size() + 1, name(verdict));
        verdict.before().get(0).forEach(this::print);
    }

    private static String later(List<Verdict> verdicts) {
        long later = verdicts.stream().filter(Verdict::recovered).count();
        return later == 0 ? "" : "; %d passed at a second or third try only".formatted(later);
    }

    private void print(Finding finding) {
        String open = finding.open() ? " (open)" : "";
        out.printf(
                Locale.ROOT,
                "    %s%s%n        expected %s%n        found    %s%n",
                finding.at(),
                open,
                cut(finding.expected()),
                cut(finding.found()));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private void counts(List<Verdict> verdicts) {
        Map<String, Map<Kind, Integer>> families = new LinkedHashMap<>();
        Map<Kind, Integer> all = new EnumMap<>(Kind.class);
        for (Verdict verdict : verdicts) {
            families.computeIfAbsent(verdict.family(), name -> new EnumMap<>(Kind.class))
                    .merge(verdict.kind(), 1, Integer::sum);
            all.merge(verdict.kind(), 1, Integer::sum);
        }

        out.printf(Locale.ROOT, "%n%-24s %8s %8s %8s%n", "family", "passed", "failed", "loose");
        families.forEach(this::line);
        line("all", all);
    }

    private void line(String family, Map<Kind, Integer> counts) {
        out.printf(
                Locale.ROOT,
                "%-24s %8d %8d %8d%n",
                family,
                counts.getOrDefault(Kind.PASSED, 0),
                counts.getOrDefault(Kind.FAILED, 0),
                counts.getOrDefault(Kind.LOOSE, 0));
    }
}
