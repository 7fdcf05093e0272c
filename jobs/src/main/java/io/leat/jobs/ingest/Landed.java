package io.leat.jobs.ingest;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.table.TargetWrite;
import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What an earlier attempt wrote from files that have been changed or taken away since, as happens to files that are
 * moved when they have been read. Its commit says all there is to tell.
 */
final class Landed {
    private final TaskContext context;
    private final Dataset source;
    private final IngestCounts counts;

    Landed(TaskContext context, String path, IngestCounts counts) {
        this.context = context;
        this.source = new Dataset(Kind.FILES, path, null);
        this.counts = counts;
    }

    /** Whether it was so, and was told; if not, the attempt goes on from the files. */
    boolean tell(Discovery discovery) throws IOException, InterruptedException {
        Optional<Batch> target = earlier(context, Batch.TARGET);
        if (target.isEmpty() || discovery.isUnchanged(target.get().manifest().files())) {
            return false;
        }

        Optional<Commit> commit = context.tables().committed(target.get());
        if (commit.isEmpty()) {
            return false;
        }

        counts.found(target.get().manifest().files());
        long quarantined = 0;
        Optional<Batch> aside = earlier(context, Batch.QUARANTINE);
        if (aside.isPresent()) {
            Optional<Commit> found = context.tables().committed(aside.get());
            found.ifPresent(put -> tell(put, List.of()));
            quarantined = found.map(Commit::rows).orElse(0L);
        }

        tell(commit.get(), columns(commit.get()));
        long loaded = commit.get().rows() == null ? 0 : commit.get().rows();
        counts.tell(loaded + quarantined, loaded, quarantined);
        return true;
    }

    private void tell(Commit commit, List<ColumnLineage> columns) {
        context.committed(commit);
        Dataset output = new Dataset(Kind.TABLE, commit.table(), commit.version());
        context.lineage(new Lineage(output, List.of(source), columns));
        context.log(TargetWrite.line(commit));
    }

    private List<ColumnLineage> columns(Commit commit) {
        String schema = commit.schema() == null ? "" : commit.schema();
        return Arrays.stream(StructType.fromDDL(schema).fieldNames())
                .map(name -> new ColumnLineage(name, List.of(new ColumnLineage.Source(source.name(), name))))
                .toList();
    }

    static Optional<Batch> earlier(TaskContext context, String statement) {
        return context.assignment().batches().stream()
                .filter(batch -> batch.statement().equals(statement))
                .findFirst();
    }
}
