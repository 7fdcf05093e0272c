package io.leat.lab.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that each start runs of one job, one after another, as fast as they are answered. Prints one line of JSON.
 *
 * <p>Arguments: the workspace's rendezvous file, the job's id, how many clients, and how many runs in all.
 */
public final class Submitter {
    private static final String RUN_NOW = "/api/2.2/jobs/run-now";

    private Submitter() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path rendezvous = Path.of(arguments[0]);
        long jobId = Long.parseLong(arguments[1]);
        int clients = Integer.parseInt(arguments[2]);
        int runs = Integer.parseInt(arguments[3]);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<long[]>> told = new ArrayList<>();
        long began = System.nanoTime();
        for (int client = 0; client < clients; client++) {
            Wire wire = Wire.ofClient(rendezvous);
            told.add(threads.submit(() -> submit(wire, jobId, runs / clients)));
        }

        List<long[]> waits = new ArrayList<>();
        for (Future<long[]> each : told) {
            waits.add(each.get());
        }

        long took = System.nanoTime() - began;
        threads.shutdown();
        System.out.println(summary(waits, took));
    }

    /** How long each answer took, in nanoseconds. */
    private static long[] submit(Wire wire, long jobId, int runs) throws IOException {
        long[] waits = new long[runs];
        for (int run = 0; run < runs; run++) {
            long began = System.nanoTime();
            wire.post(RUN_NOW, Json.object().put("job_id", jobId), JsonNode.class);
            waits[run] = System.nanoTime() - began;
        }

        return waits;
    }

    private static ObjectNode summary(List<long[]> waits, long took) {
        long[] all = waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return Json.object()
                .put("runs", all.length)
                .put("millis", took / 1_000_000)
                .put("answer_median_micros", all[all.length / 2] / 1_000)
                .put("answer_p95_micros", all[all.length * 95 / 100] / 1_000);
    }
}
