package io.leat.lab.conformance;

import io.leat.lab.conformance.Verdict.Kind;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells what came of the cases: failures first, then what is open, then the counts by family. */
final class Report {
    private static final int LONGEST = 400;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(String engine, List<Verdict> verdicts, double seconds) {
        list(verdicts, Kind.FAILED, "FAILED");
        list(verdicts, Kind.LOOSE, "differs where the reference is open:");
        counts(verdicts);
        out.printf(Locale.ROOT, "%n%d cases on the %s engine in %.1f s%n", verdicts.size(), engine, seconds);
    }

    private void list(List<Verdict> verdicts, Kind kind, String title) {
        for (Verdict verdict : verdicts) {
            if (verdict.kind() == kind) {
                ConformanceCase played = verdict.played();
                String section = played.section() == null ? "" : " (section %s)".formatted(played.section());
                out.printf(Locale.ROOT, "%s %s: %s%s%n", title, verdict.family(), played.name(), section);
                verdict.findings().forEach(this::print);
            }
        }
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
        Map<String, int[]> families = new LinkedHashMap<>();
        int[] all = new int[Kind.values().length];
        for (Verdict verdict : verdicts) {
            int kind = verdict.kind().ordinal();
            families.computeIfAbsent(verdict.family(), name -> new int[all.length])[kind]++;
            all[kind]++;
        }

        out.printf(Locale.ROOT, "%n%-24s %8s %8s %8s%n", "family", "passed", "failed", "loose");
        families.forEach(this::line);
        line("all", all);
    }

    private void line(String family, int[] counts) {
        out.printf(
                Locale.ROOT,
                "%-24s %8d %8d %8d%n",
                family,
                counts[Kind.PASSED.ordinal()],
                counts[Kind.FAILED.ordinal()],
                counts[Kind.LOOSE.ordinal()]);
    }
}
