package io.leat.jobs.testing;

import io.leat.connectors.delta.DeltaTables;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Settled;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ListingAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The control plane's part of batches and files, in memory: keeps them per run and task, knows what is committed. */
final class MemoryControlPlane {
    private record Entry(long runId, String taskKey, Batch batch) {
        Entry in(BatchState state) {
            Batch b = batch;
            return new Entry(
                    runId,
                    taskKey,
                    new Batch(
                            b.batchId(),
                            b.table(),
                            b.statement(),
                            b.mode(),
                            b.manifest(),
                            b.codeHash(),
                            b.replaces(),
                            state));
        }
    }

    private final Map<String, Entry> batches = new LinkedHashMap<>();
    private final Map<String, Commit> commits = new LinkedHashMap<>();
    private final Set<String> earlier = new HashSet<>();

    /** Of the run's latest execution. */
    List<Batch> batches(long runId, String taskKey) {
        return of(runId, taskKey).filter(b -> !earlier.contains(b.batchId())).toList();
    }

    /** Of the run's earlier executions. */
    List<Batch> replaced(long runId, String taskKey) {
        return of(runId, taskKey).filter(b -> earlier.contains(b.batchId())).toList();
    }

    private Stream<Batch> of(long runId, String taskKey) {
        return batches.values().stream()
                .filter(e -> e.runId() == runId && e.taskKey().equals(taskKey))
                .map(Entry::batch);
    }

    /** Begins a repair of the run in which all its batches are to be replaced; settles those left open. */
    void repair(long runId, String taskKey, DeltaTables tables) {
        for (Entry entry : List.copyOf(batches.values())) {
            if (entry.runId() == runId && entry.taskKey().equals(taskKey)) {
                earlier.add(entry.batch().batchId());
                settle(entry, tables);
            }
        }
    }

    List<Commit> lastCommits(String taskKey) {
        Map<String, Commit> newest = new HashMap<>();
        for (Entry entry : batches.values()) {
            Commit commit = commits.get(entry.batch().batchId());
            if (commit != null && entry.taskKey().equals(taskKey)) {
                newest.put(commit.table(), commit);
            }
        }
        return List.copyOf(newest.values());
    }

    /** Settles what other runs of the task left open, as an agent does before it starts the task. */
    void settleOthers(long runId, String taskKey, DeltaTables tables) {
        for (Entry entry : List.copyOf(batches.values())) {
            boolean other = entry.runId() != runId && entry.taskKey().equals(taskKey);
            if (other) {
                settle(entry, tables);
            }
        }
    }

    private void settle(Entry entry, DeltaTables tables) {
        if (!entry.batch().state().isSettled()) {
            Settled settled = tables.settle(entry.batch());
            batches.put(settled.batchId(), entry.in(settled.state()));
            if (settled.commit() != null) {
                commits.put(settled.batchId(), settled.commit());
            }
        }
    }

    Batch mint(
            Assignment assignment, String statement, String table, WriteMode mode, Manifest manifest, String codeHash) {
        for (Batch batch : batches(assignment.runId(), assignment.taskKey())) {
            if (batch.statement().equals(statement)) {
                return batch;
            }
        }
        String id = "batch-" + (batches.size() + 1);
        List<String> replaces = replaced(assignment.runId(), assignment.taskKey()).stream()
                .filter(b -> b.table().equals(table) && b.statement().equals(statement))
                .map(Batch::batchId)
                .toList();
        Batch batch = new Batch(id, table, statement, mode, manifest, codeHash, replaces, BatchState.MINTED);
        batches.put(id, new Entry(assignment.runId(), assignment.taskKey(), batch));
        return batch;
    }

    void committed(Commit commit) {
        Entry entry = batches.get(commit.batchId());
        if (entry == null) {
            throw new IllegalStateException("commit of a batch that was never minted: " + commit);
        }
        batches.put(commit.batchId(), entry.in(BatchState.COMMITTED));
        commits.put(commit.batchId(), commit);
    }

    ListingAnswer listing(String table, List<SourceFile> files) {
        Map<String, SourceFile> held = new HashMap<>();
        Map<String, SourceFile> replaced = new LinkedHashMap<>();
        for (Entry entry : batches.values()) {
            Batch batch = entry.batch();
            if (batch.table().equals(table) && batch.state() == BatchState.COMMITTED) {
                if (batch.mode() == WriteMode.OVERWRITE) {
                    held.clear();
                }
                boolean current = !earlier.contains(batch.batchId());
                batch.manifest().files().forEach(f -> (current ? held : replaced).put(f.path(), f));
            }
        }
        List<SourceFile> fresh = new ArrayList<>();
        List<SourceFile> touched = new ArrayList<>();
        List<SourceFile> again = new ArrayList<>();
        for (SourceFile file : files) {
            if (!held.containsKey(file.path()) && replaced.remove(file.path()) != null) {
                again.add(file);
                continue;
            }
            SourceFile before = held.get(file.path());
            if (before == null) {
                fresh.add(file);
            } else if (!before.looksLike(file)) {
                touched.add(before);
            }
        }
        long known = files.size() - fresh.size() - touched.size() - again.size();
        replaced.keySet().removeAll(held.keySet());
        return new ListingAnswer(fresh, touched, known, again, List.copyOf(replaced.values()));
    }
}
