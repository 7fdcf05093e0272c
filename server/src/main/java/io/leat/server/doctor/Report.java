package io.leat.server.doctor;

import io.leat.server.config.Workspace;
import java.util.List;

/** All findings, in the order of the checks. */
public record Report(List<Finding> findings) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** That there is nothing to check. */
    public static Report ofNoWorkspace(Workspace workspace) {
        return new Report(List.of(Finding.note(
                "workspace.folder",
                "There is no workspace %s yet.".formatted(workspace.root()),
                "'leat run JOB.yaml' makes one. If yours is elsewhere, go there, give --workspace FOLDER, or set"
                        + " LEAT_HOME.")));
    }

    /** How many findings of this level stand. */
    public long count(Level level) {
        return findings.stream()
                .filter(finding -> finding.level() == level && finding.stands())
                .count();
    }

    /** How many findings stand that a repair would mend. */
    public long repairable() {
        return findings.stream()
                .filter(finding -> finding.repair() != null && finding.stands())
                .count();
    }

    /** How many findings were mended. */
    public long repaired() {
        return findings.stream().filter(finding -> !finding.stands()).count();
    }

    public boolean isWell() {
        return count(Level.ERROR) == 0;
    }
}
