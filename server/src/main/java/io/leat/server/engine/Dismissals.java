package io.leat.server.engine;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets drivers go. Not for the engine's thread. */
final class Dismissals {
    private final Loop loop;
    private final Drivers drivers;

    Dismissals(Loop loop, Drivers drivers) {
        this.loop = loop;
        this.drivers = drivers;
    }

    /** Tells drivers that have been idle for so long to leave. */
    void idle(long millis) {
        loop.call(step -> {
            drivers.all().stream()
                    .filter(driver -> driver.isReady() && driver.isIdle() && step.now() - driver.idleSince >= millis)
                    .forEach(driver -> drivers.stop(step, driver));
            return true;
        });
    }

    /** Tells all drivers to leave and kills those that have not after a while. */
    void all(long patienceMillis) {
        List<Driver> all = loop.call(step -> {
            drivers.all().forEach(driver -> drivers.stop(step, driver));
            return List.copyOf(drivers.all());
        });
        long limit = System.nanoTime() + patienceMillis * 1_000_000;
        for (Driver driver : all) {
            if (driver.process != null) {
                awaitExit(driver, limit);
            }
        }
    }

    private static void awaitExit(Driver driver, long limit) {
        long left = Math.max(0, limit - System.nanoTime());
        try {
            driver.process.onExit().get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            driver.process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot fail", e);
        }
    }
}
