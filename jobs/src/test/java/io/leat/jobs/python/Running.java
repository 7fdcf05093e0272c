package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.jobs.task.DataTask;
import io.leat.jobs.testing.RecordingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A task that runs in a thread of its own, as in an agent. */
final class Running {
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(60);

    private final RecordingContext context;
    private final Thread thread;
    private volatile @Nullable Throwable thrown;

    Running(DataTask task, RecordingContext context) {
        this.context = context;
        this.thread = new Thread(() -> run(task), "a task");
        thread.start();
    }

    private void run(DataTask task) {
        try {
            task.run(context);
        } catch (Throwable t) {
            thrown = t;
        }
    }

    /** The first line of the log that is like this. */
    String awaitLine(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT;
        while (true) {
            for (String line : context.logLines()) {
                if (wanted.test(line)) {
                    return line;
                }
            }

            assertThat(thread.isAlive())
                    .as("still running; log %s, thrown %s", context.logLines(), thrown)
                    .isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** Cancels it as an agent does, and answers what it ended with. */
    @Nullable
    Throwable cancel() throws InterruptedException {
        thread.interrupt();
        thread.join(TimeUnit.NANOSECONDS.toMillis(LONGEST_WAIT));
        assertThat(thread.isAlive()).isFalse();
        return thrown;
    }
}
