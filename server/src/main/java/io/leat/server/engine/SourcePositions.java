package io.leat.server.engine;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TableLine;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.LogAnswer;
import io.leat.core.cluster.LogReading;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.TableLogTable;
import io.leat.server.store.TableLogTable.FileVersion;
import io.leat.server.store.TableLogTable.Reader;
import io.leat.server.store.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files a table holds: those of the batches that its newest version descends from. That belongs to the table, not
 * to who reads into it: a table of the same name made anew holds nothing, and another job finds the same files held.
 */
final class SourcePositions {
    private final Batches batches;

    SourcePositions(Batches batches) {
        this.batches = batches;
    }

    /** A batch is in its table. */
    static void committed(Step step, BatchRow row, Commit commit) {
        Batch batch = row.batch();
        TableLogTable logs = step.tables().tableLogs();
        if (batch.statement().equals(Batch.TARGET) && !batch.manifest().files().isEmpty()) {
            if (batch.mode() == WriteMode.APPEND) {
                batch.replaces().forEach(logs::forget); // their rows were taken away in the very commit
            }

            logs.committed(
                    new Reader(row.jobId(), row.taskKey()), batch.manifest().hash(), batch.mode(), commit);
        }

        logs.told(new TablePin(commit.table(), commit.tableId(), commit.version()));
    }

    ListingAnswer compare(Step step, Listing listing) {
        ActiveRun run = batches.holder(listing.taskRunId(), listing.fence());
        TableLogTable logs = step.tables().tableLogs();
        TablePin at = listing.at();
        Held held = at == null ? null : new Held(at, logs);
        Map<String, SourceFile> replaced = replaced(step.tables(), run, listing, held);
        List<SourceFile> again = new ArrayList<>();
        List<SourceFile> fresh = new ArrayList<>();
        List<SourceFile> touched = new ArrayList<>();
        long known = 0;
        long lost = 0;
        for (SourceFile file : listing.files()) {
            if (replaced.remove(file.path()) != null) {
                again.add(file);
                continue;
            }

            List<FileVersion> read = logs.versionsOf(listing.table(), file.path());
            Optional<SourceFile> before = held == null ? Optional.empty() : held.newest(read);
            if (before.isEmpty()) {
                fresh.add(file);
                lost += read.isEmpty() ? 0 : 1;
            } else if (before.get().looksLike(file)) {
                known++;
            } else {
                touched.add(before.get());
            }
        }

        return new ListingAnswer(
                fresh,
                touched,
                known,
                lost,
                at == null ? ListingAnswer.NOTHING : logs.through(at),
                again,
                List.copyOf(replaced.values()));
    }

    /** The files, by path, whose rows a repair of the task takes away with those of their batch. */
    private static Map<String, SourceFile> replaced(
            Tables tables, ActiveRun run, Listing listing, @Nullable Held held) {
        Map<String, SourceFile> files = new LinkedHashMap<>();
        if (held != null) {
            String taskKey = run.run().find(listing.taskRunId()).orElseThrow().taskKey();
            for (Batch batch : TaskBatches.of(tables, run, taskKey).replacedBy(Batch.TARGET, listing.table())) {
                for (SourceFile file : tables.batches().files(batch.batchId())) {
                    if (held.isNewest(batch, tables.tableLogs().versionsOf(listing.table(), file.path()))) {
                        files.put(file.path(), file);
                    }
                }
            }
        }

        return files;
    }

    LogAnswer read(Step step, LogReading reading) {
        ActiveRun run = batches.holder(reading.taskRunId(), reading.fence());
        String taskKey = run.run().find(reading.taskRunId()).orElseThrow().taskKey();
        LogPart part = reading.part();
        TableLogTable logs = step.tables().tableLogs();
        for (HeldBatch batch : part.batches()) {
            if (batch.kept() != null) {
                step.tables().batches().found(batch.batchId(), batch.kept().files());
            }
        }

        logs.read(new Reader(run.row().jobId(), taskKey), part);
        TableLine line = logs.line(part.at());
        List<HeldBatch> unknown = logs.withoutFiles(part.at()).stream()
                .filter(batch -> line.holds(batch.version()))
                .toList();
        if (unknown.isEmpty()) {
            logs.setThrough(part.at());
        }

        return new LogAnswer(unknown);
    }

    /** What one version of a table holds. */
    private static final class Held {
        private final TablePin at;
        private final TableLine line;
        private final long since;

        Held(TablePin at, TableLogTable logs) {
            this.at = at;
            this.line = logs.line(at);
            this.since = logs.overwrites(at).stream()
                    .filter(line::holds)
                    .max(Long::compare)
                    .orElse(ListingAnswer.NOTHING);
        }

        Optional<SourceFile> newest(List<FileVersion> versions) {
            return held(versions).map(FileVersion::file);
        }

        /** Whether the table's rows of the file are this batch's. */
        boolean isNewest(Batch batch, List<FileVersion> versions) {
            return held(versions)
                    .filter(read -> read.batchId().equals(batch.batchId()))
                    .isPresent();
        }

        private Optional<FileVersion> held(List<FileVersion> versions) {
            return versions.stream()
                    .filter(read -> read.tableId().equals(at.tableId())
                            && read.version() >= since
                            && line.holds(read.version()))
                    .findFirst();
        }
    }
}
