package io.leat.jobs.jar;

import io.leat.jobs.jar.ProgramEnd.Ending;
import io.leat.jobs.jar.ProgramEnd.Kind;
import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.task.TaskContext;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import scala.Console;
import scala.Option;

/**
 * One run of a program: its main method on a thread of its own, in a group by which the threads that it starts are known.
 * The task's session is the active one of these threads and the default of all others.
 */
final class Program {
    private static final String GROUP = "spark.jobGroup.id";
    private static final int POLL_MILLIS = 20;
    private static final int PRESS_MILLIS = 100;
    private static final long TOLD_AFTER_NANOS = 500_000_000;

    private final TaskContext context;
    private final ProgramLoader loader;
    private final Uncaught uncaught;
    private final ThreadGroup group = new Threads();
    private final @Nullable Map<String, String> logKeys = MDC.getCopyOfContextMap();

    Program(TaskContext context, ProgramLoader loader, Uncaught uncaught) {
        this.context = context;
        this.loader = loader;
        this.uncaught = uncaught;
    }

    /**
     * Returns when the program is over and has succeeded.
     *
     * @throws ProgramFailure when it has failed
     * @throws InterruptedException when it was cancelled; nothing of it runs any more
     */
    void run(MainMethod main, String... arguments) throws InterruptedException {
        Option<SparkSession> before = SparkSession.getDefaultSession();
        SparkSession.setDefaultSession(context.spark());
        Thread thread = new Thread(group, () -> live(main, arguments), "main");
        thread.setDaemon(false);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            conclude(ending(thread));
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } finally {
            cutOff(thread);
            restore(before);
        }
    }

    private void live(MainMethod main, String... arguments) {
        ProgramStreams.print(loader.output());
        SparkSession.setActiveSession(context.spark());
        if (logKeys != null) {
            MDC.setContextMap(logKeys);
        }

        // Scala keeps its own standard output, and may have taken it before ours was in place.
        Console.withOut(
                System.out,
                () -> Console.withErr(System.err, () -> {
                    call(main, arguments);
                    return null;
                }));
    }

    private void call(MainMethod main, String... arguments) {
        ProgramEnd end = loader.end();
        try {
            main.call(arguments);
            end.returned();
        } catch (InvocationTargetException e) {
            ended(e.getCause());
        } catch (Throwable e) {
            ended(e);
        }
    }

    /** The program may have a handler for that, which may end it in its own way. */
    private void ended(Throwable thrown) {
        Thread.UncaughtExceptionHandler handler = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.UncaughtExceptionHandler own = handler == group ? ofAllThreads() : handler;
        try {
            if (own != null) {
                own.uncaughtException(Thread.currentThread(), thrown);
            }
        } finally {
            loader.end().threw(thrown);
        }
    }

    /** The program's handler for threads that have none; null when it set none. */
    private Thread.@Nullable UncaughtExceptionHandler ofAllThreads() {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        return handler != null && handler.getClass().getClassLoader() == loader ? handler : null;
    }

    private Ending ending(Thread main) throws InterruptedException {
        Ending ending = loader.end().await();
        long since = System.nanoTime();
        boolean told = false;
        while (ending.kind() == Kind.RETURNED) {
            List<Thread> left = threads().stream()
                    .filter(thread -> thread != main && !thread.isDaemon())
                    .toList();
            if (left.isEmpty()) {
                return ending;
            }

            if (!told && System.nanoTime() - since > TOLD_AFTER_NANOS) {
                context.log("main has returned; the program goes on until its threads have ended that are no daemons: "
                        + left.stream().map(uncaught::describe).collect(Collectors.joining(", ")));
                told = true;
            }

            Ending exit = loader.end().awaitExit(POLL_MILLIS);
            ending = exit == null ? ending : exit;
        }

        return ending;
    }

    private void conclude(Ending ending) {
        switch (ending.kind()) {
            case RETURNED -> {}
            case THREW ->
                throw uncaught.failure(ending.thrown(), context.spark().sparkContext());
            case EXITED -> {
                cancelJobs(); // its other threads are let be: to interrupt them would run code that an exit does not
                if (ending.status() != 0) {
                    throw uncaught.exit(ending.status(), ending.thrown());
                }
            }
        }
    }

    /** What is left of the program writes no table after its end has been told: it has no Spark any more. */
    private void cutOff(Thread main) {
        SparkContext spark = context.spark().sparkContext();
        boolean left = threads().stream().anyMatch(thread -> thread != main && uncaught.runsItsCode(thread));
        if (left && spark.getConf().getBoolean("spark.leat.alone", false)) {
            spark.stop();
        }
    }

    /** Tells all its threads to end until none runs its code any more, and again each time the task is told to. */
    private void cancel() {
        cancelJobs();
        for (List<Thread> running = busy(); !running.isEmpty(); running = busy()) {
            running.forEach(Thread::interrupt);
            try {
                Thread.sleep(PRESS_MILLIS);
            } catch (InterruptedException e) { // the task is being told again, and this is telling the program again
                cancelJobs();
            }
        }
    }

    /** Threads that keep the program alive, and daemons of it that run its code. */
    private List<Thread> busy() {
        return threads().stream()
                .filter(thread -> !thread.isDaemon() || uncaught.runsItsCode(thread))
                .toList();
    }

    private List<Thread> threads() {
        Thread[] all = new Thread[group.activeCount() + 64];
        int count = group.enumerate(all, true);
        return Arrays.stream(all, 0, count)
                .filter(thread -> !loader.end().isGone(thread))
                .toList();
    }

    private void cancelJobs() {
        SparkContext spark = context.spark().sparkContext();
        String jobs = spark.getLocalProperty(GROUP);
        if (spark.isStopped()) {
            return;
        }

        if (spark.getConf().getBoolean("spark.leat.alone", false)) {
            spark.cancelAllJobs(); // also those that the program has given another group
        } else if (jobs != null) {
            spark.cancelJobGroup(jobs);
        }
    }

    private void restore(Option<SparkSession> before) {
        if (context.spark().sparkContext().isStopped()) {
            return;
        }

        if (before.isDefined()) {
            SparkSession.setDefaultSession(before.get());
        } else {
            SparkSession.clearDefaultSession();
        }
    }

    /** As in any JVM, an error ends the thread that it happened in, is printed, and the program goes on. */
    private final class Threads extends ThreadGroup {
        private Threads() {
            super("program");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            Thread.UncaughtExceptionHandler handler = ofAllThreads();
            if (handler == null) {
                System.err.println("Exception in thread \"" + thread.getName() + "\" " + Trace.text(thrown));
            } else {
                handler.uncaughtException(thread, thrown);
            }
        }
    }
}
