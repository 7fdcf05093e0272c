package io.leat.lab.simulation;

import io.leat.core.run.RepairChoice;
import io.leat.lab.simulation.Network.Reply;
import io.leat.server.engine.Engine;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.FilesApi.Started;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.JobsApi.RunNow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** People and programs that start runs, cancel them, and repair them; they ask again until they are answered. */
final class Client {
    private static final long PAUSE = 700;
    private static final long LONGEST_WAIT = 120_000;
    private static final int MOST_REPAIRS = 3;

    private final World world;
    private final Network network;
    private final Watch watch;
    private final Checks checks;
    private final Jobs jobs;
    private final Map<String, Long> runOfToken = new HashMap<>();
    private final Map<Long, Long> latestRepair = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final List<Long> jobIds = new ArrayList<>();
    private int open;
    private int tokens;
    private int repairs;

    Client(World world, Network network, Watch watch, Checks checks) {
        this.world = world;
        this.network = network;
        this.watch = watch;
        this.checks = checks;
        this.jobs = new Jobs(world.chance);
        watch.onEnd(this::ended);
    }

    /** Plans what it will ask for. */
    void plan() {
        int submissions = 1 + world.chance.below(3);
        for (int i = 0; i < submissions; i++) {
            later(i == 0 ? 0 : world.chance.between(0, LONGEST_WAIT), "submits", () -> submit(jobs.make(jobIds)));
        }
    }

    /** Whether it has nothing left to ask for. */
    boolean isDone() {
        return open == 0;
    }

    private void later(long millis, String what, Runnable work) {
        open++;
        world.agenda.after(millis, what, "client", () -> {
            open--;
            work.run();
        });
    }

    private <T> void ask(String what, Object about, Function<Engine, T> request, Consumer<Reply<T>> replied) {
        open++;
        network.send(what, about, request, reply -> {
            open--;
            if (reply.isLost()) {
                later(world.chance.between(1, PAUSE), what, () -> ask(what, about, request, replied));
            } else {
                replied.accept(reply);
            }
        });
    }

    private void submit(String job) {
        String token = "token" + ++tokens;
        RunFile file =
                new RunFile(new JobFileText("/project/job.yaml", job), Map.of(), null, Map.of(), token, List.of());
        ask("run", token, engine -> engine.files().run(file), reply -> submitted(token, job, reply));
    }

    private void submitted(String token, String job, Reply<Started> reply) {
        Started started = reply.answer();
        if (started == null || started.runId() == 0) {
            throw new Violation("job %s was refused: %s", job, reply);
        }

        jobIds.add(started.jobId());
        began(token, started.runId());
    }

    private void began(String token, long runId) {
        checks.started(runId);
        Long before = runOfToken.putIfAbsent(token, runId);
        Violation.when(before != null && before != runId, "%s stands for runs %s and %d", token, before, runId);
        if (world.chance.is(0.2)) {
            later(world.chance.seldomMost(10, LONGEST_WAIT), "cancels", () -> cancel(runId));
        }

        if (world.chance.is(0.1)) {
            later(world.chance.seldomMost(10, LONGEST_WAIT), "cancels a task", () -> cancelTask(runId));
        }

        if (world.chance.is(0.3) && !world.weather.isCalm()) {
            later(world.chance.seldomMost(10, LONGEST_WAIT), "runs now", () -> runNow(world.chance.pick(jobIds)));
        }
    }

    private void runNow(long jobId) {
        String token = "token" + ++tokens;
        RunNow request = new RunNow(jobId, Map.of(), token);
        ask("run now", token, engine -> engine.jobs().runNow(request), reply -> {
            if (reply.answer() != null) {
                began(token, reply.answer());
            } else {
                throw new Violation("run now of job %d was refused: %s", jobId, reply.refusal());
            }
        });
    }

    private void cancel(long runId) {
        world.truth.cancelled(runId);
        ask("cancel", runId, engine -> cancel(engine, runId), reply -> {});
    }

    private void cancelTask(long runId) {
        List<Watch.TaskRow> all = watch.tasks(runId);
        if (!all.isEmpty()) {
            long taskRunId = world.chance.pick(all).id();
            world.truth.cancelled(taskRunId);
            ask("cancel task", taskRunId, engine -> cancel(engine, taskRunId), reply -> {});
        }
    }

    private boolean cancel(Engine engine, long runId) {
        long repair = checks.latestRepair(runId);
        engine.jobs().cancel(runId);
        checks.cancelled(runId, repair);
        return true;
    }

    private void ended(long runId) {
        boolean repairable = !watch.tasks(runId).isEmpty()
                && !Set.of("SUCCESS", "MAXIMUM_CONCURRENT_RUNS_REACHED")
                        .contains(watch.runs().get(runId).result());
        if (repairable && repairs < MOST_REPAIRS && known.add(runId) && world.chance.is(0.5)) {
            repairs++;
            later(world.chance.seldomMost(100, LONGEST_WAIT), "repairs", () -> repair(runId));
        }
    }

    private void repair(long runId) {
        watch.repairing(runId);
        RepairChoice some = world.chance.is(0.6) ? RepairChoice.allFailed() : RepairChoice.of(Set.of(anyKey(runId)));
        RepairChoice choice = world.chance.is(0.5) ? some : some.withDependents();
        RepairRun request = new RepairRun(runId, choice, Map.of(), latestRepair.get(runId));
        ask("repair", runId, engine -> engine.jobs().repair(request), reply -> {
            if (reply.answer() != null) {
                checks.repaired(reply.answer());
                latestRepair.put(runId, reply.answer());
                known.remove(runId);
            }
        });
    }

    private String anyKey(long runId) {
        return world.chance.pick(
                watch.tasks(runId).stream().map(Watch.TaskRow::task).toList());
    }
}
