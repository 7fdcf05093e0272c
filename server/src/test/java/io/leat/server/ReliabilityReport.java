package io.leat.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.crash.CrashPoint;
import io.leat.core.json.Json;
import io.leat.server.KillCase.Victim;
import io.leat.server.KillCase.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of what was killed and survived, as it stands between two marks of a document. */
final class ReliabilityReport {
    private static final String BEGIN = "<!-- written by KillMatrixIT: begin -->\n";
    private static final String END = "<!-- written by KillMatrixIT: end -->\n";

    /** The newest outcome of each case. */
    private final Map<KillCase, Boolean> outcomes = new LinkedHashMap<>();

    private ReliabilityReport() {}

    static ReliabilityReport of(Path results) throws IOException {
        ReliabilityReport report = new ReliabilityReport();
        for (String line : Files.readAllLines(results)) {
            JsonNode json = Json.read(line, JsonNode.class);
            KillCase killed = new KillCase(
                    Work.valueOf(json.path("work").asText()),
                    CrashPoint.valueOf(json.path("point").asText()),
                    Victim.valueOf(json.path("victim").asText()));
            report.outcomes.put(killed, json.path("passed").asBoolean());
        }

        return report;
    }

    void write(Path document) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        Files.writeString(document, text.substring(0, begin) + table() + text.substring(end));
    }

    private String table() {
        StringBuilder lines = new StringBuilder("| crash point |");
        for (Work work : Work.values()) {
            lines.append(' ').append(work.text()).append(" |");
        }
        lines.append("\n|---|").append("---|".repeat(Work.values().length)).append('\n');
        for (CrashPoint point : CrashPoint.values()) {
            lines.append("| `").append(point.text()).append("` |");
            for (Work work : Work.values()) {
                lines.append(' ').append(cell(work, point)).append(" |");
            }
            lines.append('\n');
        }

        long survived = outcomes.values().stream().filter(passed -> passed).count();
        int all = KillCase.all().size();
        return "%d of %d cases tried; survived: %d of %d.%n%n%s"
                .formatted(outcomes.size(), all, survived, outcomes.size(), lines);
    }

    /** Survived of tried, over the victims; a dash where there is nothing to try. */
    private String cell(Work work, CrashPoint point) {
        List<KillCase> cases = KillCase.all().stream()
                .filter(killed -> killed.work() == work && killed.point() == point)
                .toList();
        if (cases.isEmpty()) {
            return "–";
        }

        long tried = cases.stream().filter(outcomes::containsKey).count();
        long survived = cases.stream()
                .filter(killed -> outcomes.getOrDefault(killed, false))
                .count();
        return survived + "/" + tried;
    }
}
