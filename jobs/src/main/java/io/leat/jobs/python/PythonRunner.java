package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.jobs.lineage.Observer;
import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.task.ProgramSettings;
import io.leat.jobs.task.TaskContext;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Python programs for task runs: each in a process of its own that can join the task's Spark session. */
public final class PythonRunner {
    private static final Logger LOG = LoggerFactory.getLogger(PythonRunner.class);
    private static final String HIDDEN = "[REDACTED]";
    private static @Nullable Environments environments;

    private PythonRunner() {}

    /**
     * Makes ready what the first program of this driver would wait for: Spark Connect, and an interpreter. Returns at
     * once. Nothing is made on a machine that has run no Python task yet.
     */
    public static void prepare(SparkSession spark) {
        Thread thread = new Thread(() -> makeReady(spark), "leat-python-ready");
        thread.setDaemon(true);
        thread.start();
    }

    private static void makeReady(SparkSession spark) {
        try {
            Environments all = environments();
            if (all.hasBase()) {
                Path python = all.python(Requirements.none(), line -> {});
                Path leat = PythonProcess.packageFolder(spark);
                warm(spark.newSession(), python, leat);
                Spares.prepare(python, leat);
            }
        } catch (LeatException e) {
            LOG.info("No Python is made ready: {}", e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("The driver leaves", e);
        }
    }

    /** What Spark does for a first query, and need not do again. */
    private static void warm(SparkSession spark, Path python, Path leat) throws InterruptedException {
        try (PythonProcess process = PythonProcess.start(python, leat);
                ConnectSession session = ConnectServer.of(spark.sparkContext()).open(spark)) {
            ObjectNode variables = Json.object().put("SPARK_REMOTE", session.remote());
            process.order(new PythonOrder("leat.warm", Json.object()).text(variables, leat.toString()));
            process.await(line -> {}, line -> LOG.debug("While Python is made ready: {}", line));
        }
    }

    /**
     * Runs a program to its end. When this returns, or throws, no process of it is left.
     *
     * @param out each line of its standard output, which is in the task run's log already
     * @throws ProgramFailure when the program failed
     * @throws io.leat.core.error.LeatException when it cannot be run here
     * @throws InterruptedException when the task run was cancelled
     */
    public static void run(TaskContext context, PythonOrder order, Consumer<String> out) throws InterruptedException {
        Path python = environment(context);
        Path leat = PythonProcess.packageFolder(context.spark());
        context.activity("running Python");
        String directory = directory(context);
        context.spark().conf().set("spark.sql.execution.pyspark.python", python.toString());
        ProgramSettings.set(context, directory);
        environments().use(python);
        long killedBefore = ExitStatus.killedForMemory();
        try (PythonProcess process = Spares.take(python, leat);
                ConnectSession session =
                        ConnectServer.of(context.spark().sparkContext()).open(context.spark());
                Channel channel = Channel.open(context)) {
            List<String> tokens = List.of(session.token(), channel.token());
            Observer observer = Observer.watching(context, context.spark());
            observer.during(() -> {
                process.order(order.text(variables(session, channel), directory));
                await(process, context, line -> clean(line, tokens), out);
            });
            int status = process.status();
            if (status != 0) {
                throw failure(channel, status, killedBefore, tokens);
            }
        } finally {
            prepareNext(python, leat);
        }
    }

    /** A program that is cancelled is gone before its session is closed: it has nothing to say to that. */
    private static void await(
            PythonProcess process, TaskContext context, UnaryOperator<String> clean, Consumer<String> out)
            throws InterruptedException {
        Consumer<String> log = inTurns(context::log);
        try {
            process.await(
                    line -> {
                        String told = clean.apply(line);
                        out.accept(told);
                        log.accept(told);
                    },
                    line -> log.accept(clean.apply(line)));
        } finally {
            process.kill();
        }
    }

    private static Consumer<String> inTurns(Consumer<String> log) {
        Object turn = new Object();
        return line -> {
            synchronized (turn) {
                log.accept(line);
            }
        };
    }

    /** What was done is not lost when the next program will have to wait a little longer. */
    private static void prepareNext(Path python, Path leat) {
        try {
            Spares.prepare(python, leat);
        } catch (LeatException e) {
            LOG.warn("No interpreter waits for the next program: {}", e.getMessage());
        }
    }

    private static Path environment(TaskContext context) throws InterruptedException {
        Requirements wanted = Requirements.of(context.assignment().libraries(), context::resolve);
        return environments().python(wanted, line -> {
            context.activity("installing Python libraries");
            context.log(line);
        });
    }

    private static synchronized Environments environments() throws InterruptedException {
        if (environments == null) {
            environments = Environments.ofUser(System.getenv());
        }

        return environments;
    }

    private static ObjectNode variables(ConnectSession session, Channel channel) {
        ObjectNode variables = Json.object().put("SPARK_REMOTE", session.remote());
        channel.environment().forEach(variables::put);
        return variables;
    }

    /** Programs run in the job's folder, where that is one of this machine. */
    private static String directory(TaskContext context) {
        String base = context.assignment().baseDir();
        try {
            if (Files.isDirectory(Path.of(base))) {
                return base;
            }
        } catch (InvalidPathException e) {
            return context.scratch().toString();
        }

        return context.scratch().toString();
    }

    private static ProgramFailure failure(Channel channel, int status, long killedBefore, List<String> tokens) {
        ProgramFailure told = channel.failure();
        return told == null
                ? ExitStatus.failure(status, killedBefore)
                : new ProgramFailure(clean(String.valueOf(told.getMessage()), tokens), clean(told.trace(), tokens));
    }

    private static String clean(String text, List<String> tokens) {
        String clean = text;
        for (String token : tokens) {
            clean = clean.replace(token, HIDDEN);
        }

        return clean;
    }
}
