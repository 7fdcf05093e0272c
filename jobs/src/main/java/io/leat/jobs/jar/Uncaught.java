package io.leat.jobs.jar;

import io.leat.core.error.LeatException;
import io.leat.jobs.task.ProgramFailure;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkThrowable;

/** How a program's failure reads: one line with what, where in the program and, where it helps, what to do. */
final class Uncaught {
    private static final int LONGEST = 1500;

    /** How Spark's message begins that refuses {@code new SparkContext}. */
    private static final String SECOND_SPARK = "Only one SparkContext should be running in this JVM";

    private final ProgramLoader loader;
    private final String main;
    private final Trace trace;

    /** @param main name of the class that the program starts with */
    Uncaught(ProgramLoader loader, String main) {
        this.loader = loader;
        this.main = main;
        this.trace = new Trace(this::isOwn);
    }

    ProgramFailure failure(Throwable thrown, SparkContext spark) {
        if (spark.isStopped()) {
            Optional<String> stop = StopSite.of(spark, loader::defines);
            if (stop.isPresent()) {
                return new ProgramFailure(
                        ("%s used Spark after it had stopped it at %s. Stop it at the end, or not at all: the driver ends"
                                        + " with the program.%s")
                                .formatted(main, stop.get(), at(thrown)),
                        trace.of(thrown));
            }
        }

        return failure(thrown);
    }

    ProgramFailure failure(Throwable thrown) {
        String linkage = new Linkage(loader).sentence(thrown);
        if (linkage != null) {
            return new ProgramFailure(linkage + at(thrown), trace.of(thrown));
        }

        Throwable said = said(thrown);
        if (String.valueOf(said.getMessage()).startsWith(SECOND_SPARK)) {
            return new ProgramFailure(
                    ("%s makes a SparkContext of its own, and the driver has one: take it with"
                                    + " SparkSession.builder().getOrCreate() or SparkContext.getOrCreate(conf).%s")
                            .formatted(main, at(said)),
                    trace.of(thrown));
        }

        boolean named = said instanceof SparkThrowable || said instanceof LeatException;
        String message = said.getMessage() == null ? "" : firstLine(said.getMessage());
        String line = named ? message : said.getClass().getName() + (message.isEmpty() ? "" : ": " + message);
        String at = at(said);
        return new ProgramFailure(line + (at.isEmpty() ? at(thrown) : at), trace.of(thrown));
    }

    /** @param at made where the program was ended */
    ProgramFailure exit(int status, Throwable at) {
        return new ProgramFailure(
                "%s ended itself with System.exit(%d), which means that it failed; what it printed may say why.%s"
                        .formatted(main, status, at(at)),
                trace.of(at));
    }

    /** {@code (Main.java:12)}, when the trace leads into the program. */
    private String at(Throwable thrown) {
        return trace.place(thrown).map(frame -> " (" + Trace.where(frame) + ")").orElse("");
    }

    /** What went wrong where others only pass it on: Spark with a task's error, and reflection, and futures. */
    private static Throwable said(Throwable thrown) {
        Throwable said = thrown;
        for (Throwable t : Trace.chain(thrown)) {
            said = t;
            String name = t.getClass().getName();
            boolean passesOn = name.equals("org.apache.spark.SparkException")
                    || name.equals("java.lang.reflect.InvocationTargetException")
                    || name.equals("java.lang.ExceptionInInitializerError")
                    || name.equals("java.util.concurrent.ExecutionException");
            if (!passesOn) {
                break;
            }
        }

        return said;
    }

    private static String firstLine(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " (cut)";
    }

    /** The name of a thread, and where in the program it is. */
    String describe(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(this::isOwn)
                .findFirst()
                .map(frame -> thread.getName() + " (" + Trace.where(frame) + ")")
                .orElseGet(thread::getName);
    }

    boolean runsItsCode(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(this::isOwn);
    }

    private boolean isOwn(StackTraceElement frame) {
        return loader.defines(frame.getClassName());
    }
}
