package io.leat.server.engine;

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

    private final Fleet fleet;
    private final Loop loop;
    private final Timers timers;

    Liveness(Fleet fleet, Loop loop, Timers timers) {
        this.fleet = fleet;
        this.loop = loop;
        this.timers = timers;
    }

    /** It was launched, and has to register. */
    void starting(Driver driver) {
        within(START_MILLIS, driver, late -> late.registration == null, "did not come up");
    }

    /** It was heard of, and has to be heard of again when it has had its answer, at the latest after {@code grace} ms. */
    void heard(Driver driver, long grace) {
        long heard = ++driver.heard;
        within(
                grace + fleet.silenceMillis(),
                driver,
                late -> late.heard == heard && late.registration != null,
                "is silent");
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
