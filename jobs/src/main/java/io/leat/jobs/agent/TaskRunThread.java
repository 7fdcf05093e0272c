package io.leat.jobs.agent;

import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.crash.CrashPoint;
import io.leat.jobs.task.DataTask;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * One task run on a thread of its own, from its assignment to its FINISHED event, which is told only when nothing of it
 * runs any more.
 */
final class TaskRunThread {
    private static final long PRESS_EVERY = 1000;
    private static final long QUIET_AFTER_FAILURE = 10_000;

    /** Why a task run is told to end. */
    enum Stop {
        CANCELED("The task run was cancelled.", Outcome.CANCELED),
        REPLACED("The task run was given out again.", Outcome.CANCELED),
        LEAVING("The driver was told to end while the task ran.", Outcome.INTERNAL_ERROR);

        private final String message;
        private final Outcome outcome;

        Stop(String message, Outcome outcome) {
            this.message = message;
            this.outcome = outcome;
        }
    }

    private final Assignment assignment;
    private final Driver driver;
    private final @Nullable TaskRunThread before;
    private final Events events;
    private final Stopwatch stopwatch = new Stopwatch();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable TaskRunContext told;
    private @Nullable Stop stop;
    private boolean interruptible = true;

    private TaskRunThread(Assignment assignment, Driver driver, @Nullable TaskRunThread before) {
        this.assignment = assignment;
        this.driver = driver;
        this.before = before;
        this.events = new Events(assignment, driver.outbox());
        this.thread = new Thread(this::live, "leat-" + group());
        thread.setDaemon(true);
    }

    /** @param before an older holder of the same task run, told to end; this one waits for it */
    static TaskRunThread start(Assignment assignment, Driver driver, @Nullable TaskRunThread before) {
        TaskRunThread run = new TaskRunThread(assignment, driver, before);
        run.thread.start();
        return run;
    }

    long fence() {
        return assignment.fence();
    }

    synchronized boolean isCancelling() {
        return stop != null;
    }

    /** Tells the task run to end, and keeps telling it until it does. Returns at once. */
    synchronized void end(Stop why) {
        if (stop == null && interruptible) {
            stop = why;
            Thread presser = new Thread(this::press, "leat-cancel-" + group());
            presser.setDaemon(true);
            presser.start();
        }
    }

    private String group() {
        return "task-run-" + assignment.taskRunId() + "-" + assignment.fence();
    }

    private void live() {
        Finish finish;
        Throwable thrown = null;
        try {
            if (before != null) {
                before.ended.await();
            }

            stopwatch.pause();
            int slot = driver.slots().take();
            try {
                stopwatch.resume();
                finish = work(slot);
            } finally {
                driver.slots().add(slot);
            }
        } catch (Throwable t) {
            thrown = t;
            finish = ending(t);
        }

        conclude(finish);
        if (thrown != null && (isStopped() || Endings.isFatal(thrown))) {
            driver.fatal().accept(finish.message());
        }
    }

    private Finish work(int slot) throws InterruptedException {
        String description = assignment.jobName() + " / " + assignment.taskKey();
        String warehouse = driver.settings().warehouse();
        try (TaskRunFolders folders = new TaskRunFolders(assignment, driver.settings());
                TaskSession session = TaskSession.open(driver.spark(), warehouse, group(), description, slot)) {
            TaskRunContext context = new TaskRunContext(assignment, session.spark(), events, folders, driver);
            told = context;
            driver.progress().watch(group(), context::progress);
            driver.logLines().watch(group(), events::log);
            DataTask task = driver.kinds().task(assignment.kind());
            session.configure(assignment);
            CrashPoint.ASSIGNED.reach();
            events.started();
            stopwatch.pause();
            context.settle(assignment.settle());
            task.run(context);
            stopwatch.resume();
            return context.success();
        } finally {
            driver.logLines().forget(group());
            afterTask();
        }
    }

    /** From here on nobody interrupts this thread. */
    private synchronized void afterTask() {
        interruptible = false;
        Thread.interrupted();
    }

    private Finish ending(Throwable thrown) {
        afterTask();
        Stop why;
        synchronized (this) {
            why = stop;
        }

        Finish failure = Endings.failure(thrown, isStopped());
        awaitQuiet(why);
        Finish end = why == null ? failure : new Finish(why.outcome, why.message, failure.trace());
        return told == null ? end : told.with(end);
    }

    /** A task run that was told to end is not over before the last Spark task of it is; the control plane sees to it. */
    private void awaitQuiet(@Nullable Stop told) {
        try {
            boolean quiet = isStopped();
            while (!quiet) {
                cancelJobs();
                quiet = driver.progress().awaitQuiet(context(), group(), QUIET_AFTER_FAILURE) || told == null;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts " + thread.getName() + " after its task", e);
        }
    }

    private void conclude(Finish finish) {
        driver.progress().forget(group());
        events.counts(Map.of("dispatch_ms", stopwatch.millis()));
        events.finished(finish);
        ended.countDown();
    }

    private void press() {
        try {
            while (interrupt()) {
                cancelJobs();
                Thread.sleep(PRESS_EVERY);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(
                    "nobody interrupts " + Thread.currentThread().getName(), e);
        }
    }

    private synchronized boolean interrupt() {
        if (interruptible) {
            thread.interrupt();
        }

        return interruptible;
    }

    private void cancelJobs() {
        if (!isStopped()) {
            context().cancelJobGroupAndFutureJobs(group(), "the task run ends");
        }
    }

    private boolean isStopped() {
        return context().isStopped();
    }

    private SparkContext context() {
        return driver.spark().sparkContext();
    }
}
