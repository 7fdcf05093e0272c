package io.leat.server.doctor;

import io.leat.core.error.LeatException;
import io.leat.server.store.StoreLook.BrokenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Lets checks look, and carries out the repairs they offer. */
public final class Doctor {
    private static final String UNSEEN =
            "Mend what hinders the check (permissions, a full disk, a damaged file) and look again.";

    private Doctor() {}

    /** What the checks find, one after the other. A check that fails is an error of its own. */
    public static Report examine(Examination examination) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : examination.checks()) {
            findings.addAll(look(check));
        }
        return new Report(findings);
    }

    private static List<Finding> look(Check check) {
        try {
            return check.look();
        } catch (BrokenStore e) {
            return List.of(Finding.warning(check.name(), "Not looked at: " + e.getMessage(), ""));
        } catch (LeatException e) {
            return List.of(Finding.error(check.name(), e.getMessage(), ""));
        } catch (IOException | UncheckedIOException e) {
            return List.of(Finding.error(check.name(), "This could not be checked: " + e, UNSEEN));
        }
    }

    /** Carries out every repair that the report offers, and says of each finding what was done. */
    public static Report repair(Report report) {
        return new Report(report.findings().stream().map(Doctor::repair).toList());
    }

    private static Finding repair(Finding finding) {
        Repair repair = finding.repair();
        if (repair == null || !finding.stands()) {
            return finding;
        }

        try {
            return finding.repaired(repair.carryOut());
        } catch (LeatException e) {
            return finding.notRepaired(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            return finding.notRepaired(e.toString());
        }
    }
}
