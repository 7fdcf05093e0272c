package io.leat.jobs.ingest;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.crash.CrashPoint;
import io.leat.core.job.IngestTask;
import io.leat.core.json.Json;
import io.leat.jobs.table.Newest;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs an {@link IngestTask}: finds what is new at the source, and writes exactly that. */
public final class Ingest implements DataTask {
    static final String TASK = "ingest_task";

    @Override
    public void run(TaskContext context) throws InterruptedException {
        IngestTask task = Json.convert(context.assignment().body(), IngestTask.class);
        WriteMode mode = Objects.requireNonNullElse(task.mode(), WriteMode.APPEND);
        if (mode != WriteMode.MERGE) {
            Newest.onlyForMerge(TASK, task.keys(), task.orderBy());
        }
        if (task.target().equals(task.quarantine())) {
            throw IngestErrors.sameTable(task.target());
        }
        String path = context.resolve(task.source().path());
        SourceOptions options = new SourceOptions(task.source());
        IngestCounts counts = new IngestCounts(context);
        Discovery discovery = new Discovery(context, task, path);
        Batch batch;
        IngestPlan plan;
        try {
            if (new Landed(context, path, counts).tell(discovery)) {
                return;
            }
            List<SourceFile> files = files(context, discovery, mode);
            if (files.isEmpty()) {
                counts.tellNothing();
                return;
            }
            plan = IngestPlan.of(context, task, options, files);
            if (plan.columns().isEmpty()) {
                context.log("The new files are empty and there is no table yet; the next run looks at them again.");
                counts.tellNothing();
                return;
            }
            batch = mint(context, task, mode, files);
            if (!batch.manifest().files().equals(files)) {
                discovery.requireUnchanged(batch.manifest().files());
                plan = IngestPlan.of(context, task, options, batch.manifest().files());
            }
        } catch (IOException e) {
            throw IngestErrors.unreadable(path, e);
        }
        new IngestWrite(context, task, discovery, plan, counts).write(batch);
    }

    /** An attempt after the first reads what the first began with, not what is there now. */
    private static List<SourceFile> files(TaskContext context, Discovery discovery, WriteMode mode)
            throws IOException, InterruptedException {
        Optional<Batch> earlier = Landed.earlier(context, Batch.TARGET);
        if (earlier.isEmpty()) {
            context.activity("listing files");
            CrashPoint.BEFORE_LISTING.reach();
            return mode == WriteMode.OVERWRITE ? discovery.allUnlessUnchanged() : discovery.fresh();
        }
        List<SourceFile> files = earlier.get().manifest().files();
        discovery.requireUnchanged(files);
        return files;
    }

    private static Batch mint(TaskContext context, IngestTask task, WriteMode mode, List<SourceFile> files)
            throws InterruptedException {
        String code = context.assignment().codeHash();
        return context.mint(Batch.TARGET, task.target(), mode, Manifest.ofFiles(files), code)
                .batch();
    }
}
