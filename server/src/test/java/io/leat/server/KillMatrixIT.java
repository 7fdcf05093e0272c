package io.leat.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Driver, control plane or both are killed at every crash point of every kind of write. The ordinary suite tries a few;
 * {@code -Dleat.kills=PATTERN} those whose name the regular expression matches, {@code -Dleat.kills=.*} all, and
 * {@code -Dleat.reliability.report} writes the table of docs/reliability.md from what was tried.
 */
class KillMatrixIT {
    private static final Path RESULTS = Path.of("target", "kills.jsonl");
    private static final Set<String> FEW = Set.of(
            "ingest, append at after-commit, driver killed",
            "ingest, append at between-quarantine-and-target, both killed",
            "ingest, append at after-burn, driver killed",
            "ingest, merge at report-stored, control plane killed",
            "persist, append at after-commit, both killed",
            "persist, merge at while-reading, driver killed",
            "match at table-created, driver killed",
            "train at model-saved, both killed");

    @TempDir
    private static Path folder;

    private static KillLab lab;

    @BeforeAll
    static void givenAWorkspace() throws IOException {
        lab = new KillLab(folder);
        lab.begin();
    }

    @AfterAll
    static void stop() throws IOException {
        lab.stop();
        if (Boolean.getBoolean("leat.reliability.report")) {
            ReliabilityReport.of(RESULTS).write(LeatProgram.ROOT.resolve("docs/reliability.md"));
        }
    }

    @TestFactory
    Stream<DynamicTest> whateverIsKilledNothingIsLostOrDoubled() {
        return chosen().stream().map(killed -> DynamicTest.dynamicTest(killed.name(), () -> tried(killed)));
    }

    private static List<KillCase> chosen() {
        String wanted = System.getProperty("leat.kills", "");
        Pattern pattern = Pattern.compile(wanted);
        return KillCase.all().stream()
                .filter(killed -> wanted.isEmpty()
                        ? FEW.contains(killed.name())
                        : pattern.matcher(killed.name()).find())
                .toList();
    }

    private static void tried(KillCase killed) throws IOException {
        ObjectNode line = Json.object()
                .put("work", killed.work().name())
                .put("point", killed.point().name())
                .put("victim", killed.victim().name());
        try {
            line.put("millis", lab.run(killed).millis()).put("passed", true);
        } catch (AssertionError | RuntimeException e) {
            line.put("passed", false).put("why", String.valueOf(e.getMessage()));
            throw e;
        } finally {
            Files.writeString(RESULTS, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
