package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import io.leat.jobs.task.TaskContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an ingest did, in numbers that add up: read = loaded + quarantined + dropped. */
final class IngestCounts {
    private final TaskContext context;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long since = System.nanoTime();

    IngestCounts(TaskContext context) {
        this.context = context;
        for (String name : List.of("files", "read", "loaded", "quarantined", "dropped", "bytes")) {
            counts.put(name, 0L);
        }
    }

    void found(List<SourceFile> files) {
        counts.put("files", (long) files.size());
        counts.put("bytes", files.stream().mapToLong(SourceFile::size).sum());
    }

    /** The time since the last phase ended, under this name. */
    void phase(String name) {
        long now = System.nanoTime();
        counts.merge(name, (now - since) / 1_000_000, Long::sum);
        since = now;
    }

    void tellNothing() {
        found(List.of());
        phase("plan_ms");
        context.counts(counts);
    }

    /** What was neither loaded nor quarantined was dropped. */
    void tell(long read, long loaded, long quarantined) {
        counts.put("read", read);
        counts.put("loaded", loaded);
        counts.put("quarantined", quarantined);
        counts.put("dropped", read - loaded - quarantined);
        counts.put("write_ms", counts.getOrDefault("execute_ms", 0L) + counts.getOrDefault("commit_ms", 0L));
        context.counts(counts);
    }
}
