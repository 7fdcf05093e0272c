package io.leat.server.engine;

import io.leat.core.job.JobSettings;
import io.leat.core.job.Sharing;
import io.leat.core.run.TaskRun;
import io.leat.core.schedule.Claim;
import io.leat.core.schedule.PoolUse;
import io.leat.core.schedule.Ready;
import io.leat.core.schedule.ReadyQueue;
import io.leat.server.store.PoolTable.PoolRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Task runs that can start and have no driver yet, in core's order, and the pools whose slots they share. */
final class ReadyTasks {
    private ReadyQueue<PoolKey> queue = new ReadyQueue<>();

    void add(ActiveRun run, TaskRun taskRun, PoolKey kind) {
        JobSettings job = run.settings();
        queue.add(new Ready<>(
                taskRun.taskRunId(), run.runId(), run.row().jobId(), Sharing.priority(job), kind, claim(run, taskRun)));
    }

    private static @Nullable Claim claim(ActiveRun run, TaskRun taskRun) {
        return Sharing.claim(run.settings(), run.task(taskRun)).orElse(null);
    }

    /** A task run that has a driver since before. */
    void running(ActiveRun run, TaskRun taskRun) {
        Claim claim = claim(run, taskRun);
        if (claim != null) {
            queue.running(taskRun.taskRunId(), claim);
        }
    }

    void ended(long taskRunId) {
        queue.ended(taskRunId);
    }

    /** @param room how many task runs more the drivers of each kind can take */
    Optional<Ready<PoolKey>> next(Map<PoolKey, Integer> room) {
        return queue.next(room);
    }

    int size() {
        return queue.size();
    }

    /** The kinds of drivers that are waited for, by what has its slots of pools or needs none. */
    List<PoolKey> wanted() {
        return queue.wanted();
    }

    /** All that wait for nothing but this kind of driver. */
    List<Long> waitingFor(PoolKey kind) {
        return queue.waitingFor(kind).stream().map(Ready::taskRunId).toList();
    }

    /** Whether drivers of other kinds are to make room. */
    boolean isOverdue(PoolKey kind) {
        return queue.overdue(kind);
    }

    /** What it waits for, such as "2 slots of pool gpu". */
    Optional<String> waitsFor(long taskRunId) {
        return queue.waitsFor(taskRunId);
    }

    void declare(PoolRow pool) {
        queue.declare(pool.name(), pool.slots());
    }

    void undeclare(String name) {
        queue.undeclare(name);
    }

    List<PoolUse> pools() {
        return queue.pools();
    }

    /** Begins anew with these pools and nothing waiting. */
    void reload(List<PoolRow> pools) {
        queue = new ReadyQueue<>();
        pools.forEach(this::declare);
    }
}
