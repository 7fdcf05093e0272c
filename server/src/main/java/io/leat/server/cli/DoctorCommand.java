package io.leat.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.config.Workspace;
import io.leat.server.doctor.Doctor;
import io.leat.server.doctor.Examination;
import io.leat.server.doctor.Finding;
import io.leat.server.doctor.Level;
import io.leat.server.doctor.Report;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check the workspace: its files, state, drivers and tables; say what is wrong and what to do.",
            "Exit status 0 when nothing is worse than a warning, 1 when there are errors."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--repair", description = "Do what is safe to do about it.")
    boolean repair;

    @Option(
            names = "--tables",
            negatable = true,
            description =
                    "Compare the state with the logs of the tables, by a driver. By default so when a control plane"
                            + " runs, or can be started without letting runs go on.")
    @Nullable
    Boolean tables;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Workspace workspace = context.workspace();
        if (!workspace.exists()) {
            return tell(Report.ofNoWorkspace(workspace));
        }

        Optional<Daemon.Found> found = find(workspace);
        boolean answers = found.isPresent();
        Report first = mended(Doctor.examine(
                Examination.of(workspace, answers, context.console().environment())));
        Report second = mended(Doctor.examine(Examination.ofTables(
                workspace,
                answers,
                tables,
                context.console().environment(),
                () -> new ClientTableLogs(context.client()))));
        List<Finding> all = new ArrayList<>(first.findings());
        all.addAll(second.findings());
        return tell(new Report(all));
    }

    /** What is wrong with the rendezvous is for a check to say. */
    private Optional<Daemon.Found> find(Workspace workspace) {
        try {
            return new Daemon(context.console(), workspace).find();
        } catch (LeatException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private Report mended(Report report) {
        return repair ? Doctor.repair(report) : report;
    }

    private int tell(Report report) {
        if (context.wantsJson()) {
            context.print(json(report));
        } else {
            new DoctorText(context.console().style()).lines(report).forEach(context::print);
            context.print(summary(report));
        }
        return report.isWell() ? Cli.SUCCESS : Cli.FAILED;
    }

    private ObjectNode json(Report report) {
        ObjectNode json = Json.object()
                .put("workspace", context.workspace().root().toString())
                .put("errors", report.count(Level.ERROR))
                .put("warnings", report.count(Level.WARNING))
                .put("notes", report.count(Level.NOTE))
                .put("repaired", report.repaired());
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode each = findings.addObject()
                    .put("check", finding.check())
                    .put("level", finding.level().name())
                    .put("finding", finding.finding());
            if (!finding.remedy().isEmpty()) {
                each.put("remedy", finding.remedy());
            }
            each.put("repairable", finding.repair() != null);
            if (finding.repaired() != null) {
                each.put("repaired", finding.repaired());
            }
        }
        return json;
    }

    private String summary(Report report) {
        long errors = report.count(Level.ERROR);
        long warnings = report.count(Level.WARNING);
        String text = errors + warnings == 0
                ? "Nothing is wrong with " + context.workspace().root() + "."
                : "%d error(s), %d warning(s) in %s."
                        .formatted(errors, warnings, context.workspace().root());
        if (report.repaired() > 0) {
            text += " Repaired: %d.".formatted(report.repaired());
        }
        if (!repair && report.repairable() > 0) {
            text += " '%s' mends %d."
                    .formatted(context.hint(context.workspace(), "doctor --repair"), report.repairable());
        }
        return text;
    }
}
