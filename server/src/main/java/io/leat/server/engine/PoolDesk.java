package io.leat.server.engine;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.Sharing;
import io.leat.core.schedule.PoolUse;
import io.leat.server.rest.PoolsApi;
import io.leat.server.store.PoolTable.PoolRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pools as people see and change them, and what task runs wait for. */
final class PoolDesk implements PoolsApi {
    private final Loop loop;
    private final Runs runs;
    private final ReadyTasks ready;

    PoolDesk(Loop loop, Runs runs, ReadyTasks ready) {
        this.loop = loop;
        this.runs = runs;
        this.ready = ready;
    }

    @Override
    public List<Pool> pools() {
        return loop.call(step -> ready.pools().stream().map(PoolDesk::view).toList());
    }

    private static Pool view(PoolUse pool) {
        @Nullable Integer slots = pool.slots() < 0 ? null : pool.slots();
        return new Pool(pool.name(), slots, pool.used(), pool.waiting());
    }

    @Override
    public void set(String name, int slots) {
        if (!Sharing.isPoolName(name)) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "'%s' is no name of a pool; write letters, digits, _ and -, at most 100.".formatted(name));
        }

        if (slots < 0) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "A pool cannot have %d slots; with 0, nothing of it starts.".formatted(slots));
        }

        loop.call(step -> {
            PoolRow pool = new PoolRow(name, slots);
            step.tables().pools().put(pool);
            step.movedMemory();
            ready.declare(pool);
            return true;
        });
    }

    @Override
    public void delete(String name) {
        loop.call(step -> {
            ready.pools().stream().filter(pool -> pool.name().equals(name)).forEach(PoolDesk::requireUnused);
            if (!step.tables().pools().delete(name)) {
                throw new LeatException(ErrorCode.RESOURCE_DOES_NOT_EXIST, "There is no pool %s.".formatted(name));
            }

            step.movedMemory();
            ready.undeclare(name);
            return true;
        });
    }

    private static void requireUnused(PoolUse pool) {
        if (pool.used() > 0 || pool.waiting() > 0) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "Pool %s cannot be deleted: %d of its slots are in use, and %d task runs wait for some."
                                    .formatted(pool.name(), pool.used(), pool.waiting())
                            + " Set its slots to 0 to let nothing more of it start.");
        }
    }

    /** What the task runs of a run wait for that can start and have no driver, by their ids. */
    Map<Long, String> waits(long runId) {
        return loop.call(step -> {
            Map<Long, String> waits = new HashMap<>();
            runs.find(runId)
                    .ifPresent(run -> run.taskRunIds()
                            .forEach(id ->
                                    ready.waitsFor(id).ifPresent(what -> waits.put(id, "Waiting for " + what + "."))));
            return waits;
        });
    }
}
