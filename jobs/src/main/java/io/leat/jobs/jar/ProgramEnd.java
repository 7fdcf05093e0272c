package io.leat.jobs.jar;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How a program ends: by its main method, or by a call that ends it from any thread; of the calls the first counts. */
final class ProgramEnd {
    /** What ended it. */
    enum Kind {
        RETURNED,
        THREW,
        EXITED
    }

    /**
     * @param status that it was given; 0 unless it called to end
     * @param thrown what main threw, or where it was ended; null when main returned
     */
    record Ending(Kind kind, int status, @Nullable Throwable thrown) {}

    private final Set<Thread> gone = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private @Nullable Ending main;
    private @Nullable Ending exit;

    synchronized void returned() {
        main = new Ending(Kind.RETURNED, 0, null);
        notifyAll();
    }

    synchronized void threw(Throwable thrown) {
        main = new Ending(Kind.THREW, 0, thrown);
        notifyAll();
    }

    /** The calling thread does nothing more. */
    synchronized void exited(int status) {
        gone.add(Thread.currentThread());
        if (exit == null) {
            exit = new Ending(Kind.EXITED, status, new Throwable("System.exit(" + status + ")"));
            notifyAll();
        }
    }

    /** Whether this thread has ended the program, and stays where it is. */
    boolean isGone(Thread thread) {
        return gone.contains(thread);
    }

    /** Waits until main has ended or the program was told to. */
    synchronized Ending await() throws InterruptedException {
        while (main == null && exit == null) {
            wait();
        }

        return exit == null ? main : exit;
    }

    /** Waits for a call that ends the program, so many milliseconds at most; null when none came. */
    synchronized @Nullable Ending awaitExit(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; exit == null && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }

        return exit;
    }
}
