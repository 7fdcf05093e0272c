package io.leat.lab.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of one case.
 *
 * @param before what was found at each try before this one; every one of them failed
 */
record Verdict(String family, ConformanceCase played, List<Finding> findings, List<List<Finding>> before) {
    Verdict {
        findings = List.copyOf(findings);
        before = List.copyOf(before);
    }

    /** Of the first try. */
    Verdict(String family, ConformanceCase played, List<Finding> findings) {
        this(family, played, findings, List.of());
    }

    /** What another try of the case found. */
    Verdict again(List<Finding> found) {
        List<List<Finding>> failed = new ArrayList<>(before);
        failed.add(findings);
        return new Verdict(family, played, found, failed);
    }

    /** Whether it did not fail in the end, though it did at first. */
    boolean recovered() {
        return !before.isEmpty() && kind() != Kind.FAILED;
    }

    /** How cases are counted. */
    enum Kind {
        PASSED,
        FAILED,
        /** Differs only where the reference is open. */
        LOOSE
    }

    Kind kind() {
        if (findings.isEmpty()) {
            return Kind.PASSED;
        }

        boolean open = played.loose() || findings.stream().allMatch(Finding::open);
        return open ? Kind.LOOSE : Kind.FAILED;
    }
}
