package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.config.StoreSettings;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A control plane in a process of its own, spoken to over HTTP by the case and by the drivers, in real time: a
 * millisecond of a case is one of the clock. Many cases are played at once.
 */
final class RealEngine implements CaseEngine {
    private static final String SHARED = "shared";
    private static final int AT_ONCE = 64;
    private static final int TRIES = 3;
    private static final long TOLERANCE_MS = 2_500;
    private static final long SOON_MS = 600;
    private static final long LIMIT_MS = 240_000;
    private static final long GLANCE_MS = 40;
    private static final long LOOK_MS = 300;

    private final Scratch scratch = new Scratch();
    private final StoreSettings settings;
    private final TrialStores stores;
    private final Plane plane;
    private final AtomicInteger pools = new AtomicInteger();

    /** @param settings of the store that its control planes are to use */
    RealEngine(StoreSettings settings) {
        this.settings = settings;
        stores = new TrialStores(settings);
        try {
            plane = started();
        } catch (RuntimeException e) {
            closeStores();
            throw e;
        }
    }

    private Plane started() {
        Plane started = new ServerPlane(scratch.folder(), stores.next());
        try {
            warm(started, SHARED);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Has a task run there before anything is timed: in virtual time a driver needs no time to come up. */
    private static void warm(Plane plane, String pool) {
        RealStage stage = new RealStage(plane, pool);
        ObjectNode job = Json.object().put("name", "warm-up");
        Leaf.put(job.putArray("tasks").addObject().put("task_key", "a"), Json.object());
        long runId = stage.runNow(stage.create(job), Json.object());
        long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        while (!stage.look(runId).state().isTerminal()) {
            if (System.nanoTime() > limit) {
                throw new LeatException(
                        ErrorCode.INVALID_STATE, "The drivers of pool %s do not come up.".formatted(pool));
            }

            ServerPlane.pause(GLANCE_MS);
        }
    }

    @Override
    public String name() {
        return settings.isShared() ? "real engine over " + settings : "real engine";
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    /** Where many cases are played at once tasks start late, and what is due so soon would be due before. */
    @Override
    public boolean playsAlone(ConformanceCase given) {
        return Stream.concat(
                        given.actions().stream().map(ConformanceCase.Action::atMs),
                        given.expect().snapshots().stream().map(Expectation.Snapshot::atMs))
                .anyMatch(at -> at != null && at < SOON_MS);
    }

    /** On a busy machine, things happen late that a case has in another order. */
    @Override
    public int tries() {
        return TRIES;
    }

    @Override
    public long toleranceMs() {
        return TOLERANCE_MS;
    }

    @Override
    public Observation play(ConformanceCase given) {
        boolean losesDrivers =
                given.actions().stream().anyMatch(action -> action.kind() == ConformanceCase.Kind.DRIVER_LOST);
        String pool = losesDrivers ? "own-" + pools.incrementAndGet() : SHARED;
        try {
            if (losesDrivers) {
                warm(plane, pool);
            }

            return given.clockStart() == null
                    ? play(given, plane, pool, () -> {})
                    : playAt(given, Instant.parse(given.clockStart()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Observation.broken("interrupted");
        }
    }

    /** On a control plane whose clock stands at that instant until the first run is there. */
    private Observation playAt(ConformanceCase given, Instant start) throws InterruptedException {
        StartClock clock = new StartClock(start.toEpochMilli());
        try (Plane other = new TrialPlane(scratch.folder(), stores.next(), clock::now)) {
            return play(given, other, "0", clock::go);
        }
    }

    private static Observation play(ConformanceCase given, Plane on, String pool, Runnable begun)
            throws InterruptedException {
        Play play = new Play(given, new RealStage(on, pool));
        try {
            play.scriptedBy(on.leaves());
            boolean accepted = play.begin();
            begun.run();
            if (accepted) {
                go(play);
            }

            return play.observation();
        } catch (LeatException | UncheckedIOException e) {
            return Observation.broken(e.toString());
        }
    }

    private static void go(Play play) throws InterruptedException {
        long zero = System.nanoTime();
        while (true) {
            long now = (System.nanoTime() - zero) / 1_000_000;
            play.proceed(now);
            if (play.next() == Long.MAX_VALUE && play.allEnded()) {
                play.proceed(now);
                if (play.next() == Long.MAX_VALUE && play.allEnded()) {
                    return;
                }
            }

            if (now > LIMIT_MS) {
                play.trouble("a run has not ended after %d s".formatted(LIMIT_MS / 1_000));
                return;
            }

            long pause = play.watches() ? GLANCE_MS : LOOK_MS;
            Thread.sleep(Math.max(1, Math.min(pause, play.next() - now)));
        }
    }

    @Override
    public void close() {
        plane.close();
        closeStores();
    }

    private void closeStores() {
        stores.close();
        scratch.close();
    }

    /** Stands until it is told to go. */
    private static final class StartClock {
        private final long start;
        private volatile long begun;

        StartClock(long start) {
            this.start = start;
        }

        void go() {
            begun = System.nanoTime();
        }

        long now() {
            long since = begun;
            return since == 0 ? start : start + (System.nanoTime() - since) / 1_000_000;
        }
    }
}
