package io.leat.jobs.jar;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link System#out} and {@link System#err}: what a program's threads print goes to that program's output,
 * what others print goes where it went before. A thread is a program's when it was started by one, or when it runs the
 * program's code, as Spark's task threads in a local driver do.
 */
final class ProgramStreams extends OutputStream {
    private static final InheritableThreadLocal<@Nullable ProgramOutput> HERE = new InheritableThreadLocal<>();

    private final PrintStream before;
    private final boolean error;

    private ProgramStreams(PrintStream before, boolean error) {
        this.before = before;
        this.error = error;
    }

    /** Puts them in place once for the whole JVM. */
    static synchronized void install() {
        if (!(System.out instanceof Dispatching)) {
            System.setOut(new Dispatching(new ProgramStreams(System.out, false)));
        }

        if (!(System.err instanceof Dispatching)) {
            System.setErr(new Dispatching(new ProgramStreams(System.err, true)));
        }
    }

    /** The calling thread, and those it starts from now on, print there. */
    static void print(ProgramOutput output) {
        HERE.set(output);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ProgramOutput output = HERE.get();
        if (output == null) {
            output = ProgramLoader.calling().map(ProgramLoader::output).orElse(null);
        }

        boolean taken = output != null && (error ? output.error(bytes, from, length) : output.out(bytes, from, length));
        if (!taken) {
            before.write(bytes, from, length);
        }
    }

    @Override
    public void flush() {
        before.flush();
    }

    private static final class Dispatching extends PrintStream {
        private Dispatching(ProgramStreams streams) {
            super(streams, true, StandardCharsets.UTF_8);
        }
    }
}
