package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.lab.conformance.Expectation.Fields;
import io.leat.lab.conformance.Expectation.OfAction;
import io.leat.lab.conformance.Expectation.OfRun;
import io.leat.lab.conformance.Expectation.Refused;
import io.leat.lab.conformance.Expectation.Snapshot;
import io.leat.lab.conformance.Observation.Answer;
import io.leat.lab.conformance.Observation.RunSeen;
import io.leat.lab.conformance.Observation.StateSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what was seen of one case with what must be seen. */
final class Checker {
    private final ConformanceCase given;
    private final Expectation expect;
    private final Observation seen;
    private final FieldCheck fields;
    private final List<Finding> findings = new ArrayList<>();

    private Checker(ConformanceCase given, Observation seen, long toleranceMs) {
        this.given = given;
        this.expect = given.expect();
        this.seen = seen;
        this.fields = new FieldCheck(toleranceMs, findings);
    }

    /**
     * Every difference, in the order of the expectation.
     *
     * @param toleranceMs by which times may be later than they must be
     */
    static List<Finding> check(ConformanceCase given, Observation seen, long toleranceMs) {
        Checker checker = new Checker(given, seen, toleranceMs);
        checker.check();
        return checker.findings;
    }

    private void check() {
        seen.troubles().forEach(trouble -> add("the case", "to be played to its end", trouble));
        if (expect.refused() != null) {
            checkRefused(expect.refused());
            return;
        }

        if (seen.refusal() != null) {
            add("the job", "to be accepted", "refused: " + seen.refusal().message());
            return;
        }

        if (seen.runs().isEmpty()) {
            return;
        }

        checkRun(1, new OfRun(expect.run(), expect.tasks()));
        expect.runs().forEach(this::checkRun);
        expect.children().forEach((key, child) -> checkChild(key, child));
        if (expect.runCount() != null && expect.runCount() != seen.runCount()) {
            add("run_count", expect.runCount(), seen.runCount());
        }

        OrderCheck orders = new OrderCheck(seen, findings);
        expect.order().forEach(pair -> orders.tasks(pair.get(0), pair.get(1)));
        expect.runOrder().forEach(pair -> orders.runs(pair.get(0), pair.get(1)));
        expect.maxActive().forEach(orders::active);
        for (int i = 0; i < expect.snapshots().size(); i++) {
            checkSnapshot(expect.snapshots().get(i), seen.snapshots().get(i));
        }

        checkActions();
        checkHistory();
        expect.values().forEach(this::checkValues);
    }

    private void checkRefused(Refused where) {
        Observation.Refusal refusal = seen.refusal();
        if (where == Refused.CREATE && (refusal == null || !refusal.atCreate())) {
            add(
                    "the job",
                    "to be refused when it is created",
                    refusal == null ? "accepted" : "refused when it was run");
        } else if (refusal == null && seen.troubles().isEmpty()) {
            String result =
                    seen.runs().isEmpty() ? null : seen.runs().get(0).state().result();
            if (result == null || result.equals("SUCCESS")) {
                add("the job", "to be refused, or not to succeed", "accepted, and " + result);
            }
        }
    }

    private void checkRun(int number, OfRun expected) {
        String name = number == 1 ? "" : "run %d, ".formatted(number);
        if (number > seen.runs().size()) {
            add(
                    "run " + number,
                    "to exist",
                    "only %d runs".formatted(seen.runs().size()));
            return;
        }

        checkRun(
                name,
                number == 1 ? "run" : "run " + number,
                expected,
                seen.runs().get(number - 1));
    }

    private void checkChild(String key, OfRun expected) {
        RunSeen child = seen.runs().get(0).children().get(key);
        if (child == null) {
            add("child of " + key, "to exist", "none was started");
        } else {
            checkRun("child of %s, ".formatted(key), "child of " + key, expected, child);
        }
    }

    private void checkRun(String prefix, String name, OfRun expected, RunSeen found) {
        Fields run = expected.run();
        if (run != null) {
            fields.check(name, run, found.state().fields());
        }

        expected.tasks()
                .forEach((key, task) -> fields.check(
                        prefix + "task " + key,
                        task,
                        TaskFields.of(found.tasks().getOrDefault(key, List.of()))));
    }

    private void checkSnapshot(Snapshot expected, @Nullable StateSeen found) {
        String what = expected.task() == null ? "run " + expected.runNumber() : "task " + expected.task();
        String at = "%s at %d ms".formatted(what, expected.atMs());
        Map<String, JsonNode> seenFields =
                Objects.requireNonNullElse(found, StateSeen.NOTHING).fields();
        fields.check(at + ", life_cycle_state", expected.lifeCycleState(), seenFields.get("life_cycle_state"), false);
        fields.check(at + ", status_state", expected.statusState(), seenFields.get("status_state"), false);
        fields.check(at + ", queue_reason", expected.queueReason(), seenFields.get("queue_reason"), false);
        fields.check(at + ", queue_code", expected.queueCode(), seenFields.get("queue_code"), false);
    }

    private void checkActions() {
        for (int i = 0; i < given.actions().size(); i++) {
            int index = i;
            String name = "action %d (%s)"
                    .formatted(i, given.actions().get(i).kind().name().toLowerCase(Locale.ROOT));
            Answer answer = seen.answers().get(i);
            OfAction expected = expect.actions().stream()
                    .filter(each -> each.index() == index)
                    .findFirst()
                    .orElse(null);
            if (answer == null) {
                add(name, "to happen", "what it waits for never came");
            } else {
                checkAnswer(name, expected == null ? new OfAction(i, null, null) : expected, answer);
            }
        }
    }

    private void checkAnswer(String name, OfAction expected, Answer answer) {
        JsonNode error = expected.error();
        boolean refused = error != null && !error.equals(BooleanNode.FALSE);
        if (refused && answer.error() == null) {
            add(name, "to be refused", "accepted");
        } else if (!refused && answer.error() != null) {
            add(name, "to be accepted", "refused: " + answer.error());
        } else if (refused && error.has("message")) {
            fields.check(name + ", message", error.path("message"), TextNode.valueOf(answer.error()), false);
        }

        if (expected.run() != null && expected.run() != answer.run()) {
            add(name, "run " + expected.run(), answer.run() == 0 ? "no run" : "run " + answer.run());
        }
    }

    private void checkHistory() {
        JsonNode history = expect.repairHistory();
        if (history != null) {
            List<String> types = new ArrayList<>();
            history.forEach(type -> types.add(type.asText()));
            List<String> found = seen.runs().get(0).repairHistory();
            if (!types.equals(found)) {
                add("repair_history", types, found);
            }
        }
    }

    private void checkValues(String key, Map<String, JsonNode> expected) {
        Map<String, JsonNode> found = seen.runs().get(0).values().getOrDefault(key, Map.of());
        ShortForms.written(Nodes.object(expected)).forEach((name, value) -> {
            if (!Nodes.same(value, found.get(name))) {
                add("value %s of task %s".formatted(name, key), value, String.valueOf(found.get(name)));
            }
        });
    }

    private void add(String at, Object expected, Object found) {
        findings.add(new Finding(at, String.valueOf(expected), String.valueOf(found), false));
    }
}
