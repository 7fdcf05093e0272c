package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.lab.conformance.ConformanceCase.Action;
import io.leat.lab.conformance.ConformanceCase.When;
import io.leat.lab.conformance.Expectation.Snapshot;
import io.leat.lab.conformance.Observation.Answer;
import io.leat.lab.conformance.Observation.Attempt;
import io.leat.lab.conformance.Observation.RunSeen;
import io.leat.lab.conformance.Observation.StateSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One case being played: what is done to the engine, when, and what it answers. For one thread. */
final class Play {
    private final ConformanceCase given;
    private final Stage stage;
    private final CaseJobs jobs;
    private final List<Long> runs = new ArrayList<>();
    private final List<Long> repairs = new ArrayList<>();
    private final Map<Integer, Long> due = new LinkedHashMap<>();
    private final Map<Integer, Answer> answers = new LinkedHashMap<>();
    private final Map<Integer, StateSeen> snapshots = new LinkedHashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private Observation.@Nullable Refusal refusal;
    private @Nullable Leaves leaves;

    Play(ConformanceCase given, Stage stage) {
        this.given = given;
        this.stage = stage;
        this.jobs = new CaseJobs(given, stage);
        for (int i = 0; i < given.actions().size(); i++) {
            Long at = given.actions().get(i).atMs();
            if (at != null) {
                due.put(i, at);
            }
        }
    }

    /** Who plays the leaves and has to know what they do. */
    void scriptedBy(Leaves players) {
        leaves = players;
    }

    /** Creates the jobs and starts the first run; false when one of them was refused. */
    boolean begin() {
        try {
            jobs.create();
            if (leaves != null) {
                jobs.script(leaves);
            }
        } catch (LeatException e) {
            refusal = new Observation.Refusal(true, e.getMessage());
            return false;
        }

        try {
            runs.add(stage.runNow(jobs.id(ConformanceCase.MAIN), given.parameters()));
        } catch (LeatException e) {
            refusal = new Observation.Refusal(false, e.getMessage());
        }

        return refusal == null;
    }

    CaseJobs jobs() {
        return jobs;
    }

    /** The runs of the case's job, in the order they were asked for. */
    List<Long> runs() {
        return runs;
    }

    /**
     * Takes what snapshots are due, and does what is due: by the clock, or by what is seen.
     *
     * @param now milliseconds since the first run
     */
    void proceed(long now) {
        for (int i = 0; i < given.expect().snapshots().size(); i++) {
            Snapshot wanted = given.expect().snapshots().get(i);
            if (wanted.atMs() <= now && !snapshots.containsKey(i) && wanted.runNumber() <= runs.size()) {
                snapshots.put(i, look(wanted));
            }
        }

        boolean acted = true;
        while (acted) {
            acted = false;
            for (int i = 0; i < given.actions().size(); i++) {
                acted |= proceed(i, now);
            }
        }
    }

    private boolean proceed(int index, long now) {
        Action action = given.actions().get(index);
        if (answers.containsKey(index)) {
            return false;
        }

        When when = action.when();
        if (when != null && !due.containsKey(index) && isSeen(action, when)) {
            due.put(index, now + action.delayMs());
        }

        Long at = due.get(index);
        if (at == null || at > now) {
            return false;
        }

        answers.put(index, act(action));
        return true;
    }

    private boolean isSeen(Action action, When when) {
        int number = when.run() == null ? action.run() : when.run();
        if (number > runs.size()) {
            return false;
        }

        RunSeen run = look(number, when.task());
        if (when.ended() != null) {
            return ends(run) >= when.ended();
        }

        List<Attempt> attempts = run.tasks().getOrDefault(String.valueOf(when.task()), List.of());
        StateSeen state = attempts.isEmpty()
                ? StateSeen.NOTHING
                : attempts.get(attempts.size() - 1).state();
        return String.valueOf(when.state()).equals(state.lifeCycle())
                || String.valueOf(when.state()).equals(state.result());
    }

    /** Every repair began after an end. */
    private static int ends(RunSeen run) {
        return run.repairHistory().size() - 1 + (run.state().isTerminal() ? 1 : 0);
    }

    private RunSeen look(int number, @Nullable String task) {
        long runId = runs.get(number - 1);
        return task != null && task.contains("[") ? stage.lookClosely(runId) : stage.look(runId);
    }

    private StateSeen look(Snapshot wanted) {
        RunSeen run = look(wanted.runNumber(), wanted.task());
        if (wanted.task() == null) {
            return run.state();
        }

        List<Attempt> attempts = run.tasks().getOrDefault(wanted.task(), List.of());
        return attempts.isEmpty()
                ? StateSeen.NOTHING
                : attempts.get(attempts.size() - 1).state();
    }

    private Answer act(Action action) {
        try {
            if (action.kind() != ConformanceCase.Kind.RESET
                    && action.kind() != ConformanceCase.Kind.RUN_NOW
                    && action.run() > runs.size()) {
                return new Answer("there is no run %d".formatted(action.run()), 0);
            }

            return new Answer(null, carryOut(action));
        } catch (LeatException e) {
            return new Answer(e.getMessage(), 0);
        }
    }

    /** Returns the number of the run that the answer names; 0 for none. */
    private int carryOut(Action action) {
        switch (action.kind()) {
            case CANCEL_RUN -> stage.cancelRun(run(action));
            case CANCEL_TASK -> stage.cancelTask(run(action), String.valueOf(action.task()));
            case DRIVER_LOST -> stage.loseDriver(run(action), action.tasks());
            case RESET -> {
                ObjectNode settings = action.newSettings() == null ? Json.object() : action.newSettings();
                stage.reset(jobs.id(ConformanceCase.MAIN), jobs.settings(settings));
            }
            case REPAIR -> repairs.add(stage.repair(run(action), withRepairId(action.request())));
            case RUN_NOW -> {
                return number(stage.runNow(jobs.id(ConformanceCase.MAIN), action.request()));
            }
        }
        return 0;
    }

    private long run(Action action) {
        return runs.get(action.run() - 1);
    }

    private int number(long runId) {
        if (!runs.contains(runId)) {
            runs.add(runId);
        }

        return runs.indexOf(runId) + 1;
    }

    /** The id of the latest repair, or of the k-th, where the case asks for one. */
    private ObjectNode withRepairId(ObjectNode request) {
        ObjectNode sent = request.deepCopy();
        var wanted = request.path("latest_repair_id");
        if (wanted.isTextual() && !repairs.isEmpty()) {
            sent.put("latest_repair_id", repairs.get(repairs.size() - 1));
        } else if (wanted.isTextual()) {
            sent.putNull("latest_repair_id");
        } else if (wanted.isObject()) {
            sent.put("latest_repair_id", repairs.get(wanted.path("repair").asInt() - 1));
        }

        return sent;
    }

    /** When something is due by the clock next; {@link Long#MAX_VALUE} for never. */
    long next() {
        long action = due.entrySet().stream()
                .filter(entry -> !answers.containsKey(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(Long.MAX_VALUE);
        long snapshot = IntStream.range(0, given.expect().snapshots().size())
                .filter(i -> !snapshots.containsKey(i))
                .mapToLong(i -> given.expect().snapshots().get(i).atMs())
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.min(action, snapshot);
    }

    /** Whether some action waits for a state. */
    boolean watches() {
        return IntStream.range(0, given.actions().size()).anyMatch(i -> !due.containsKey(i));
    }

    boolean allEnded() {
        return runs.stream().allMatch(runId -> stage.look(runId).state().isTerminal());
    }

    void trouble(String trouble) {
        troubles.add(trouble);
    }

    Observation observation() {
        if (refusal != null) {
            return new Observation(refusal, 0, List.of(), Map.of(), Map.of(), troubles);
        }

        List<RunSeen> seen = runs.stream().map(stage::lookClosely).toList();
        int count = stage.runCount(jobs.id(ConformanceCase.MAIN));
        return new Observation(null, count, seen, answers, snapshots, troubles);
    }
}
