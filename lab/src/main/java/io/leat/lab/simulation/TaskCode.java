package io.leat.lab.simulation;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.lab.simulation.Network.Reply;
import io.leat.server.engine.Engine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code of one task run in a driver: it may write a batch, and it ends well, badly, late, or never. */
final class TaskCode {
    private static final long LONGEST_STEP = 8_000;
    private static final long LONGEST_OBEYING = 2_000;
    private static final double COMMITS_ALL_THE_SAME = 0.2;

    private final Agent agent;
    private final World world;
    private final Assignment assignment;
    private final double failing;
    private @Nullable TaskCode next;
    private boolean toldToEnd;
    private boolean over;

    TaskCode(Agent agent, Assignment assignment) {
        this.agent = agent;
        this.world = agent.world;
        this.assignment = assignment;
        this.failing = Jobs.failing(assignment.body());
    }

    long id() {
        return assignment.taskRunId();
    }

    long fence() {
        return assignment.fence();
    }

    boolean isToldToEnd() {
        return toldToEnd;
    }

    /** @param older holder of the same task run in this driver, whose end is to come first */
    void begin(@Nullable TaskCode older) {
        if (older != null && !older.over) {
            older.next = this;
            older.end();
        } else {
            step("started", this::started);
        }
    }

    /** Tells it to end; says whether it was not told before. */
    boolean end() {
        if (toldToEnd || over) {
            return false;
        }

        toldToEnd = true;
        if (!world.strikes(Fault.TASK_DEAF)) {
            agent.process.after(
                    world.chance.seldomMost(1, LONGEST_OBEYING),
                    "obeys",
                    this,
                    () -> finish(Outcome.CANCELED, "The task run was cancelled."));
        }

        return true;
    }

    /** Goes on with this after a while, unless it is over by then. */
    private void step(String what, Runnable work) {
        agent.process.after(world.chance.seldomMost(1, LONGEST_STEP), what, this, () -> {
            if (!over) {
                work.run();
            }
        });
    }

    private void started() {
        agent.tell(AgentEvent.started(assignment, now()));
        settle(assignment.settle());
        if (Jobs.mayHang(assignment.body()) && world.strikes(Fault.TASK_HANGS)) {
            return;
        }

        step("works", this::work);
    }

    private void settle(List<Batch> batches) {
        for (Batch batch : batches) {
            agent.tell(AgentEvent.settled(assignment, now(), agent.tables.settle(batch)));
        }
    }

    private void work() {
        if (world.chance.is(failing / 2)) {
            finish(Outcome.FAILED, "It failed early.");
        } else if (Jobs.writes(assignment.body())) {
            mint();
        } else {
            step("ends", this::finishByChance);
        }
    }

    private void mint() {
        String table = assignment.body().path("target").asText();
        Manifest manifest = Manifest.ofTables(List.of(new TablePin("bronze.clicks", "t", 1)));
        MintRequest request = new MintRequest(
                agent.process.driverId,
                id(),
                fence(),
                Batch.TARGET,
                table,
                WriteMode.APPEND,
                manifest,
                assignment.codeHash());
        agent.askUntil("mint", this, engine -> mint(engine, request), this::minted);
    }

    private Minted mint(Engine engine, MintRequest request) {
        Minted minted = engine.agents().mint(request);
        agent.checks.minted(minted.batch(), assignment.runId() + "/" + agent.watch.tried(id()));
        return minted;
    }

    private void minted(Reply<Minted> reply) {
        if (over) {
            return;
        }

        Minted minted = reply.answer();
        if (minted == null) {
            String why = reply.refusal() == null ? "" : reply.refusal().getMessage();
            finish(toldToEnd ? Outcome.CANCELED : Outcome.FAILED, why);
        } else {
            settle(minted.settle());
            step("writes", () -> write(minted.batch()));
        }
    }

    private void write(Batch batch) {
        if (toldToEnd && !world.chance.is(COMMITS_ALL_THE_SAME)) {
            return;
        }

        Optional<Commit> commit = agent.tables.commit(batch);
        if (commit.isEmpty()) {
            finish(Outcome.FAILED, "Its batch was burnt.");
        } else if (world.strikes(Fault.DRIVER_DIES)) {
            agent.process.die(1);
        } else {
            agent.tell(AgentEvent.committed(assignment, now(), commit.get()));
            step("ends", this::finishByChance);
        }
    }

    private void finishByChance() {
        if (world.chance.is(failing)) {
            finish(Outcome.FAILED, "It failed.");
        } else {
            finish(Outcome.SUCCESS, "");
        }
    }

    private void finish(Outcome outcome, String message) {
        if (!over) {
            over = true;
            world.truth.ended(id(), outcome, message);
            agent.tell(AgentEvent.finished(assignment, now(), new Finish(outcome, message, null)));
            if (next != null) {
                next.begin(null);
            }
        }
    }

    private long now() {
        return world.agenda.clock();
    }

    @Override
    public String toString() {
        return "%s of run %d (%d, fence %d, %s)"
                .formatted(assignment.taskKey(), assignment.runId(), id(), fence(), agent.process);
    }
}
