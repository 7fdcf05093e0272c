package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * A Python interpreter that waits for what it is to run. It and all it starts live as long as the other end of its
 * standard input is open, which is here: so they end with the driver.
 */
final class PythonProcess implements AutoCloseable {
    /** The Spark setting that says in which folder Leat's Python package is. */
    static final String PACKAGE_SETTING = "spark.leat.python";

    private static final long LAST_LINES_MILLIS = 5000;

    /** In this time the guard ends what is below it, when its standard input ends. */
    private static final long GUARD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Process process;
    private final String mark;

    private PythonProcess(Process process, String mark) {
        this.process = process;
        this.mark = mark;
    }

    /** One that is told at once what to run. */
    static PythonProcess start(Path python, Path leat) {
        return start(python, leat, List.of());
    }

    /** One that imports meanwhile what takes long to import. */
    static PythonProcess spare(Path python, Path leat) {
        return start(python, leat, List.of("spare"));
    }

    private static PythonProcess start(Path python, Path leat, List<String> more) {
        List<String> words = new ArrayList<>(List.of(python.toString(), "-u", "-m", "leat.run"));
        words.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(words).directory(leat.toFile());
        ChildEnvironment.clean(builder.environment());
        ChildEnvironment.python(builder.environment(), python, leat);
        String mark = Marked.mark(builder.environment());
        try {
            return new PythonProcess(builder.start(), mark);
        } catch (IOException e) {
            throw PythonErrors.notStarted(python.toString(), e);
        }
    }

    /** The folder that holds the package {@code leat}, as the driver was told. */
    static Path packageFolder(SparkSession spark) {
        String folder = spark.conf().get(PACKAGE_SETTING, "");
        if (folder.isEmpty()) {
            throw PythonErrors.noPackage();
        }

        return Path.of(folder);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells it what to run; once. A process that has ended already says so by its status. */
    void order(ObjectNode order) {
        try {
            process.getOutputStream().write((Json.write(order) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException("a Python process takes no order", e);
            }
        }
    }

    /** Waits until it has ended, with all it printed handed on. */
    void await(Consumer<String> out, Consumer<String> err) throws InterruptedException {
        Thread first = reader(process.getInputStream(), out, "stdout");
        Thread second = reader(process.getErrorStream(), err, "stderr");
        process.waitFor();
        first.join(LAST_LINES_MILLIS);
        second.join(LAST_LINES_MILLIS);
    }

    /** Of one that has ended: 128 and more for a signal. */
    int status() {
        return process.exitValue();
    }

    private Thread reader(InputStream stream, Consumer<String> lines, String name) {
        Thread thread = new Thread(() -> read(stream, lines), "leat-python-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, Consumer<String> lines) {
        try (stream) {
            Lines.read(stream, lines);
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException("the output of a Python process cannot be read", e);
            }
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Kills it and all that it started, and returns when they are gone; an interrupt is kept for later. */
    void kill() {
        boolean interrupted = Thread.interrupted();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly(); // it has ended, or does now
        }

        long end = System.nanoTime() + GUARD_NANOS;
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }

        Marked.kill(mark, process);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
