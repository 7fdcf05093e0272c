package io.leat.lab.conformance;

import java.util.List;

/** What came of one case. */
record Verdict(String family, ConformanceCase played, List<Finding> findings) {
    Verdict {
        findings = List.copyOf(findings);
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
