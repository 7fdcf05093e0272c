package io.leat.jobs.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many small reads of files at a time, for file systems that answer slowly. */
final class Parallel {
    private static final int THREADS = 8;

    private Parallel() {}

    /** The results in the order of the work; the first failure ends all. */
    static <T> List<T> all(List<Callable<T>> work) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, Parallel::thread);
        try {
            List<T> results = new ArrayList<>(work.size());
            for (Future<T> result : threads.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "leat-files");
        thread.setDaemon(true);
        return thread;
    }
}
