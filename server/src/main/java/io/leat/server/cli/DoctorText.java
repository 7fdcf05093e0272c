package io.leat.server.cli;

import io.leat.server.doctor.Finding;
import io.leat.server.doctor.Level;
import io.leat.server.doctor.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as people read it: one line for all that is well in a group, then one for each finding, and its remedy. */
final class DoctorText {
    private static final int GROUP = 11;
    private static final int LEVEL = 9;

    private final Style style;

    DoctorText(Style style) {
        this.style = style;
    }

    List<String> lines(Report report) {
        Map<String, List<Finding>> groups = report.findings().stream()
                .collect(Collectors.groupingBy(Finding::group, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        groups.forEach((group, findings) -> add(lines, group, findings));
        return lines;
    }

    private void add(List<String> lines, String group, List<Finding> findings) {
        String well = findings.stream()
                .filter(finding -> finding.level() == Level.OK)
                .map(Finding::finding)
                .collect(Collectors.joining(", "));
        String name = Style.left(group, GROUP);
        if (!well.isEmpty()) {
            lines.add(name + level(Level.OK) + Style.tame(well));
            name = Style.left("", GROUP);
        }
        for (Finding finding : findings) {
            if (finding.level() != Level.OK) {
                lines.add(name + level(finding.level()) + Style.tame(finding.finding()));
                name = Style.left("", GROUP);
                lines.addAll(further(finding));
            }
        }
    }

    private List<String> further(Finding finding) {
        String margin = " ".repeat(GROUP + LEVEL) + style.arrow() + " ";
        if (finding.repaired() != null) {
            return List.of(margin + style.paint(Style.Colour.GOOD, "repaired: " + Style.tame(finding.repaired())));
        }
        return finding.remedy().isEmpty() ? List.of() : List.of(margin + Style.tame(finding.remedy()));
    }

    private String level(Level level) {
        Style.Colour colour = switch (level) {
            case OK -> Style.Colour.GOOD;
            case NOTE -> Style.Colour.DIM;
            case WARNING -> Style.Colour.ODD;
            case ERROR -> Style.Colour.BAD;
        };
        return style.paint(colour, Style.left(level.name().toLowerCase(Locale.ROOT), LEVEL));
    }
}
