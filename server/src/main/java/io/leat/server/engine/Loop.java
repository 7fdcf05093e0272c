package io.leat.server.engine;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All work on the engine's state, one piece after the other. Work that waits is taken together into one transaction; its
 * effects follow when that is durable. If the transaction fails, each piece is tried alone, so that one cannot fail
 * another.
 */
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Store store;
    private final Machine machine;
    private final Hooks hooks;
    private final LinkedBlockingQueue<Entry<?>> queue = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    Loop(Store store, Machine machine, Hooks hooks) {
        this.store = store;
        this.machine = machine;
        this.hooks = hooks;
    }

    /** A piece of work within a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T apply(Step step);
    }

    /** What the loop asks of the engine around transactions. */
    interface Hooks {
        /** Before a transaction commits: whatever follows from what was done in it. */
        void beforeCommit(Step step);

        /** After it has committed, before its effects. */
        void committed(Step step);

        /** A transaction failed after memory had moved: memory is to be what the store says. */
        void reload(Step step);
    }

    void start() {
        machine.turn(new Machine.Turns() {
            @Override
            public int waiting() {
                return queue.size();
            }

            @Override
            public void next(int most) throws InterruptedException {
                carryOutNext(most);
            }

            @Override
            public boolean isOver() {
                return closed && queue.isEmpty();
            }
        });
    }

    boolean isClosed() {
        return closed;
    }

    /** Completes when the work is durable and its effects are done. */
    <T> CompletableFuture<T> submit(Work<T> work) {
        Entry<T> entry = new Entry<>(work);
        if (closed) {
            entry.fail(leaving());
        } else {
            queue.add(entry);
        }

        return entry.future;
    }

    /** Returns when the work is durable and its effects are done. Not for the engine's own thread. */
    <T> T call(Work<T> work) {
        return await(submit(work));
    }

    /**
     * Does this once, on the engine's thread and outside any transaction, when all that was submitted before is durable,
     * and returns what it gave. Not for the engine's own thread.
     */
    <T> T callAfter(Supplier<T> effect) {
        CompletableFuture<T> given = new CompletableFuture<>();
        submit(step -> {
                    step.after(() -> complete(given, effect));
                    return true;
                })
                .whenComplete((durable, failure) -> {
                    if (failure != null) {
                        given.completeExceptionally(failure);
                    }
                });
        return await(given);
    }

    private static <T> void complete(CompletableFuture<T> given, Supplier<T> effect) {
        try {
            given.complete(effect.get());
        } catch (RuntimeException e) {
            given.completeExceptionally(e);
        }
    }

    private <T> T await(CompletableFuture<T> coming) {
        try {
            return machine.await(coming);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw leaving();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private static LeatException leaving() {
        return new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, "The control plane is leaving. Try again.");
    }

    private void carryOutNext(int most) throws InterruptedException {
        List<Entry<?>> group = new ArrayList<>();
        group.add(queue.take());
        queue.drainTo(group, most - 1);
        carryOut(group);
    }

    private void carryOut(List<Entry<?>> group) {
        @Nullable Step[] tried = new Step[1];
        try {
            Step step = store.write(tables -> {
                Step next = new Step(tables, machine.now());
                tried[0] = next;
                group.forEach(entry -> entry.apply(next));
                hooks.beforeCommit(next);
                // first, as it is the same however often it is added: what was reported will not be reported again
                store.lineage().add(next.edges());
                return next;
            });
            after(() -> hooks.committed(step));
            step.effects().forEach(Loop::after);
            group.forEach(Entry::complete);
        } catch (RuntimeException e) {
            undo(tried[0]);
            if (group.size() == 1) {
                group.get(0).fail(e);
            } else {
                group.forEach(entry -> carryOut(List.of(entry)));
            }
        }
    }

    /** What is committed is committed, whatever becomes of its effects. */
    private static void after(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException e) {
            LOG.error("an effect of a committed change failed", e);
        }
    }

    private void undo(@Nullable Step failed) {
        if (failed != null && failed.hasMovedMemory()) {
            Step reloaded = store.write(tables -> {
                Step step = new Step(tables, machine.now());
                hooks.reload(step);
                return step;
            });
            reloaded.effects().forEach(Loop::after);
        }
    }

    /** Carries out what is queued, and returns when that is done. */
    @Override
    public void close() {
        closed = true;
        machine.close();
    }

    private static final class Entry<T> {
        private final Work<T> work;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private @Nullable T result;

        Entry(Work<T> work) {
            this.work = work;
        }

        void apply(Step step) {
            result = work.apply(step);
        }

        void complete() {
            future.complete(result);
        }

        void fail(RuntimeException e) {
            future.completeExceptionally(e);
        }
    }
}
