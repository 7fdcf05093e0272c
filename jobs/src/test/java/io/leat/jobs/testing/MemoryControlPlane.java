package io.leat.jobs.testing;

import io.leat.connectors.delta.DeltaTables;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Settled;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TableLine;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ListingAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
                            b.slice(),
                            b.manifest(),
                            b.codeHash(),
                            b.replaces(),
                            state));
        }
    }

    private static final Kept NONE = new Kept(WriteMode.APPEND, List.of());

    private final String prefix;
    private final Map<String, Entry> batches = new LinkedHashMap<>();
    private final Map<String, Commit> commits = new LinkedHashMap<>();
    private final Map<String, Kept> files = new HashMap<>();
    private final Map<String, Log> logs = new HashMap<>();
    private int readings;
    private final Set<String> earlier = new HashSet<>();

    /** Ids of batches are unique among all control planes that a test has: this is what they begin with. */
    MemoryControlPlane(String prefix) {
        this.prefix = prefix;
    }

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
                hold(entry.batch(), settled.commit());
            }
        }
    }

    Batch mint(
            Assignment assignment,
            String statement,
            String table,
            WriteMode mode,
            @Nullable Slice slice,
            Manifest manifest,
            String codeHash) {
        for (Batch batch : batches(assignment.runId(), assignment.taskKey())) {
            if (batch.statement().equals(statement)) {
                return batch;
            }
        }
        String id = prefix + (batches.size() + 1);
        List<String> replaces = replaced(assignment.runId(), assignment.taskKey()).stream()
                .filter(b -> b.table().equals(table) && b.statement().equals(statement))
                .map(Batch::batchId)
                .toList();
        Batch batch = new Batch(id, table, statement, mode, slice, manifest, codeHash, replaces, BatchState.MINTED);
        batches.put(id, new Entry(assignment.runId(), assignment.taskKey(), batch));
        files.put(id, new Kept(mode, manifest.files()));
        return batch;
    }

    void committed(Commit commit) {
        Entry entry = batches.get(commit.batchId());
        if (entry == null) {
            throw new IllegalStateException("commit of a batch that was never minted: " + commit);
        }
        batches.put(commit.batchId(), entry.in(BatchState.COMMITTED));
        commits.put(commit.batchId(), commit);
        hold(entry.batch(), commit);
    }

    private void hold(Batch batch, Commit commit) {
        Log log = log(new TablePin(commit.table(), commit.tableId(), commit.version()));
        if (batch.statement().equals(Batch.TARGET)) {
            String manifest = batch.manifest().hash();
            if (batch.mode() == WriteMode.APPEND) {
                log.batches.values().removeIf(old -> batch.replaces().contains(old.batchId()));
            }
            log.batches.put(commit.version(), new HeldBatch(commit.version(), batch.batchId(), manifest, null));
        }
        if (log.through == commit.version() - 1) {
            log.through = commit.version();
        }
    }

    ListingAnswer listing(String table, @Nullable TablePin at, List<SourceFile> files) {
        Map<String, SourceFile> held = at == null ? Map.of() : log(at).files(at.version());
        List<SourceFile> fresh = new ArrayList<>();
        List<SourceFile> touched = new ArrayList<>();
        List<SourceFile> again = new ArrayList<>();
        Map<String, SourceFile> replaced = new LinkedHashMap<>();
        if (at != null) {
            log(at).holders(at.version()).forEach((path, batchId) -> {
                if (earlier.contains(batchId)) {
                    replaced.put(path, held.get(path));
                }
            });
        }
        for (SourceFile file : files) {
            if (replaced.remove(file.path()) != null) {
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
        long lost = fresh.stream().filter(file -> wasRead(table, file)).count();
        long through = at == null ? ListingAnswer.NOTHING : log(at).through;
        int known = files.size() - fresh.size() - touched.size() - again.size();
        return new ListingAnswer(fresh, touched, known, lost, through, again, List.copyOf(replaced.values()));
    }

    private boolean wasRead(String table, SourceFile file) {
        return logs.entrySet().stream()
                .filter(log -> log.getKey().startsWith(table + " "))
                .flatMap(log -> log.getValue().batches.values().stream())
                .flatMap(batch -> files.getOrDefault(batch.batchId(), NONE).files().stream())
                .anyMatch(read -> read.path().equals(file.path()));
    }

    List<HeldBatch> logRead(LogPart part) {
        readings++;
        Log log = log(part.at());
        log.batches.tailMap(part.from(), true).clear();
        log.rewinds.removeIf(rewind -> rewind.version() >= part.from());
        log.rewinds.addAll(part.rewinds());
        for (HeldBatch batch : part.batches()) {
            log.batches.put(batch.version(), batch);
            if (batch.kept() != null) {
                files.put(batch.batchId(), batch.kept());
            }
        }
        TableLine line = new TableLine(part.at().version(), log.rewinds);
        List<HeldBatch> unknown = log.batches.values().stream()
                .filter(batch -> line.holds(batch.version()) && !files.containsKey(batch.batchId()))
                .toList();
        if (unknown.isEmpty()) {
            log.through = part.at().version();
        }
        return unknown;
    }

    /** How often it was told what a log says. */
    int readings() {
        return readings;
    }

    /** What a copy of the state would hold that is made now. */
    MemoryControlPlane copy(String idPrefix) {
        MemoryControlPlane copy = new MemoryControlPlane(idPrefix);
        copy.batches.putAll(batches);
        copy.commits.putAll(commits);
        copy.files.putAll(files);
        logs.forEach((key, log) -> copy.logs.put(key, log.copy()));
        return copy;
    }

    private Log log(TablePin at) {
        return logs.computeIfAbsent(at.table() + " " + at.tableId(), key -> new Log());
    }

    /** What is known of the log of one table. */
    private final class Log {
        private final NavigableMap<Long, HeldBatch> batches = new TreeMap<>();
        private final List<Rewind> rewinds = new ArrayList<>();
        private long through = ListingAnswer.NOTHING;

        /** The batch whose rows of each file the table holds. */
        Map<String, String> holders(long newest) {
            TableLine line = new TableLine(newest, rewinds);
            Map<String, String> holders = new HashMap<>();
            for (HeldBatch batch : batches.values()) {
                Kept kept = MemoryControlPlane.this.files.getOrDefault(batch.batchId(), NONE);
                if (line.holds(batch.version())) {
                    kept.files().forEach(file -> holders.put(file.path(), batch.batchId()));
                }
            }
            return holders;
        }

        Map<String, SourceFile> files(long newest) {
            TableLine line = new TableLine(newest, rewinds);
            Map<String, SourceFile> held = new HashMap<>();
            for (HeldBatch batch : batches.values()) {
                Kept kept = MemoryControlPlane.this.files.getOrDefault(batch.batchId(), NONE);
                if (line.holds(batch.version())) {
                    if (kept.mode() == WriteMode.OVERWRITE) {
                        held.clear();
                    }
                    kept.files().forEach(file -> held.put(file.path(), file));
                }
            }
            return held;
        }

        Log copy() {
            Log copy = new Log();
            copy.batches.putAll(batches);
            copy.rewinds.addAll(rewinds);
            copy.through = through;
            return copy;
        }
    }
}
