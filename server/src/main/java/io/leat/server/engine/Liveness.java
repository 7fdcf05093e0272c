package io.leat.server.engine;

import io.leat.core.cluster.Instructions;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills processes that are there and do not do their part: hung, stopped, deaf. That they are dead is told by their
 * exit, as of any other; so killed means dead before anything follows from it.
 */
final class Liveness {
    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);
    private static final long OBEY_MILLIS = 10_000;
    private static final long START_MILLIS = 180_000;
    private static final long KILL_MILLIS = 15_000;

    private static final long POLL_MILLIS = 20_000;
    private static final long LONGEST_BEAT_MILLIS = 5_000;
    private static final int BEATS_OF_SILENCE = 4;

    /** From its registration to its first poll, on a busy machine. */
    private static final long FIRST_POLL_MILLIS = 5_000;

    private final Fleet fleet;
    private final Loop loop;
    private final Timers timers;
    private final long beatMillis;

    Liveness(Fleet fleet, Loop loop, Timers timers) {
        this.fleet = fleet;
        this.loop = loop;
        this.timers = timers;
        this.beatMillis = Math.max(1, Math.min(LONGEST_BEAT_MILLIS, fleet.silenceMillis() / BEATS_OF_SILENCE));
    }

    /** It was launched, and has to register. */
    void starting(Driver driver) {
        within(START_MILLIS, driver, late -> late.registration == null, "did not come up");
    }

    /** It was heard of, and has to be heard of again when it has had its answer. */
    void heard(Driver driver) {
        allow(driver, POLL_MILLIS + fleet.silenceMillis());
    }

    /** It has registered, and has to ask what to do. */
    void registered(Driver driver) {
        allow(driver, FIRST_POLL_MILLIS + fleet.silenceMillis());
    }

    /** It was found alive, and has to be heard of. */
    void found(Driver driver) {
        allow(driver, fleet.silenceMillis());
    }

    private void allow(Driver driver, long millis) {
        driver.patience = driver.beats + millis / beatMillis + 1;
    }

    /** Looks after it from now on until it is gone: answers polls that have waited long, and kills it when silent. */
    void watch(Driver driver) {
        timers.after(beatMillis, () -> timers.insist(loop, step -> beat(step, driver)));
    }

    private boolean beat(Step step, Driver driver) {
        if (driver.gone) {
            return false;
        }

        driver.beats++;
        if (driver.hasWaited(POLL_MILLIS / beatMillis)) {
            step.after(() -> driver.answer(Instructions.NONE));
        }

        if (driver.registration != null && driver.beats > driver.patience) {
            LOG.warn("driver {} is silent for {} ms and is killed", driver.driverId, fleet.silenceMillis());
            step.after(() -> fleet.kill(driver));
            found(driver);
        }

        step.after(() -> watch(driver));
        return true;
    }

    /** It was told to leave, and has to, unless it still has work. */
    void dismissed(Driver driver) {
        within(OBEY_MILLIS, driver, Driver::isIdle, "did not leave");
    }

    /** It was told to end a task run, and has to; if it does not, the others it holds go elsewhere. */
    void cancelled(Driver driver, long taskRunId) {
        within(OBEY_MILLIS, driver, late -> late.held.containsKey(taskRunId), () -> {
            if (driver.killedFor == null) {
                driver.killedFor = taskRunId;
                kill(driver, "did not end task run " + taskRunId);
            }
        });
    }

    private void within(long millis, Driver driver, Predicate<Driver> failing, String what) {
        within(millis, driver, failing, () -> kill(driver, what + " in " + millis + " ms"));
    }

    private void within(long millis, Driver driver, Predicate<Driver> failing, Runnable then) {
        timers.after(
                millis,
                () -> timers.insist(loop, step -> {
                    if (!driver.gone && failing.test(driver)) {
                        step.after(then);
                    }

                    return true;
                }));
    }

    /** Kills it, and again if it is still there after a while. */
    void kill(Driver driver, String why) {
        LOG.warn("driver {} {} and is killed", driver.driverId, why);
        fleet.kill(driver);
        within(KILL_MILLIS, driver, late -> true, () -> kill(driver, "is still there"));
    }
}
