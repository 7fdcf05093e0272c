package io.leat.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.json.Json;
import io.leat.lab.conformance.Observation.Answer;
import io.leat.lab.conformance.Observation.Attempt;
import io.leat.lab.conformance.Observation.RunSeen;
import io.leat.lab.conformance.Observation.StateSeen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
    private static final StateSeen SUCCESS =
            new StateSeen("TERMINATED", "SUCCESS", false, "", "TERMINATED", "SUCCESS", "SUCCESS", null, null);
    private static final StateSeen FAILED =
            new StateSeen("TERMINATED", "FAILED", false, "no", "TERMINATED", "RUN_EXECUTION_ERROR", null, null, null);

    @TempDir
    Path folder;

    @Test
    void whatAgreesGivesNothing() throws IOException {
        assertThat(check("""
                {"run": {"result_state": ["FAILED", "SUCCESS"], "type": "SUCCESS"},
                 "tasks": {"a": {"attempts": 2, "attempt_results": ["FAILED", ["SUCCESS", "EXCLUDED"]],
                                 "starts_ms": [0, 200], "arguments": ["x"]},
                           "none": {"attempts": 0}},
                 "run_count": 1, "order": [["a", "b"]], "max_active": {"l": {"at_most": 2, "at_least": 2}},
                 "actions": [{"index": 0, "error": true}], "repair_history": ["ORIGINAL"],
                 "values": {"a": {"n": 1}}}""")).isEmpty();
    }

    @Test
    void everyDifferenceIsTold() throws IOException {
        assertThat(check("""
                {"run": {"result_state": ["FAILED", "CANCELED"]},
                 "tasks": {"a": {"attempts": 1, "attempt_results": ["SUCCESS", "FAILED"], "starts_ms": [0, 199],
                                 "arguments": ["y"], "outcome": "true"}},
                 "runs": {"2": {}}, "children": {"a": {}}, "run_count": 2, "order": [["b", "a"]],
                 "max_active": {"l": {"at_most": 1}}, "actions": [{"index": 0, "run": 1}],
                 "snapshots": [{"at_ms": 5, "life_cycle_state": "RUNNING"}],
                 "repair_history": ["ORIGINAL", "REPAIR"], "values": {"a": {"n": 2}}}"""))
                .extracting(Finding::at)
                .containsExactly(
                        "run, result_state",
                        "task a, attempts",
                        "task a, attempt_results",
                        "task a, starts_ms",
                        "task a, arguments",
                        "task a, outcome",
                        "run 2",
                        "child of a",
                        "run_count",
                        "b before a",
                        "max_active of l",
                        "run 1 at 5 ms, life_cycle_state",
                        "action 0 (cancel_run)",
                        "action 0 (cancel_run)",
                        "repair_history",
                        "value n of task a");
    }

    @Test
    void differencesWhereTheReferenceIsOpenDoNotFail() throws IOException {
        assertThat(
                        check(
                                "{\"run\": {\"loose\": {\"result_state\": \"FAILED\"}}, \"actions\": [{\"index\": 0, \"error\": true}]}"))
                .containsExactly(new Finding("run, result_state", "\"FAILED\"", "\"SUCCESS\"", true));
    }

    @Test
    void aStartMayBeLateByTheToleranceAndNeverEarly() throws IOException {
        String late = "{\"tasks\": {\"a\": {\"starts_ms\": [0, 150]}}, \"actions\": [{\"index\": 0, \"error\": true}]}";
        assertThat(Checker.check(given(late), seen(), 50)).isEmpty();
        assertThat(Checker.check(given(late), seen(), 49)).hasSize(1);
        String early = late.replace("150", "201");
        assertThat(Checker.check(given(early), seen(), 50)).hasSize(1);
    }

    @Test
    void aRefusalIsExpectedWhereItStands() throws IOException {
        Observation refused =
                new Observation(new Observation.Refusal(false, "no"), 0, List.of(), Map.of(), Map.of(), List.of());
        assertThat(Checker.check(given("{\"refused\": \"create_or_run\"}"), refused, 0))
                .isEmpty();
        assertThat(Checker.check(given("{\"refused\": \"create\"}"), refused, 0))
                .hasSize(1);
        assertThat(Checker.check(given("{\"run\": {}}"), refused, 0)).hasSize(1);
        assertThat(Checker.check(given("{\"refused\": \"create_or_run\"}"), seen(), 0))
                .hasSize(1);
    }

    private List<Finding> check(String expect) throws IOException {
        return Checker.check(given(expect), seen(), 0);
    }

    private ConformanceCase given(String expect) throws IOException {
        Files.writeString(
                folder.resolve("f.json"),
                "[{\"name\": \"n\", \"job\": {}, \"actions\": [{\"do\": \"cancel_run\", \"at_ms\": 1}], \"expect\": %s}]"
                        .formatted(expect));
        return CaseReader.read(folder).get("f").get(0);
    }

    private static Observation seen() {
        RunSeen run = new RunSeen(
                SUCCESS,
                0,
                400,
                Map.of(
                        "a", List.of(attempt(FAILED, 0, 100), attempt(SUCCESS, 200, 300)),
                        "b", List.of(attempt(SUCCESS, 300, 400)),
                        "l[0]", List.of(attempt(SUCCESS, 0, 100)),
                        "l[1]", List.of(attempt(SUCCESS, 50, 150)),
                        "l[2]", List.of(attempt(SUCCESS, 100, 200))),
                List.of("ORIGINAL"),
                Map.of("a", Map.of("n", Json.mapper().getNodeFactory().numberNode(1L))),
                Map.of());
        return new Observation(null, 1, List.of(run), Map.of(0, new Answer("refused", 0)), Map.of(), List.of());
    }

    private static Attempt attempt(StateSeen state, long start, long end) {
        return new Attempt(
                state, start, end, null, null, Json.mapper().createArrayNode().add(TextNode.valueOf("x")), null);
    }
}
