package io.leat.lab.simulation;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables as their logs have them: which batches are committed, and which are burnt and never will be. */
final class Tables {
    private final World world;
    private final Map<String, Table> tables = new HashMap<>();

    Tables(World world) {
        this.world = world;
    }

    private static final class Table {
        private final Map<String, Commit> commits = new HashMap<>();
        private final Set<String> burnt = new HashSet<>();
        private final Set<String> replaced = new HashSet<>();
        private long version;
    }

    private Table table(String name) {
        return tables.computeIfAbsent(name, key -> new Table());
    }

    /** Commits a batch, or finds its commit; empty when it was burnt. */
    Optional<Commit> commit(Batch batch) {
        Table table = table(batch.table());
        if (table.burnt.contains(batch.batchId())) {
            return Optional.empty();
        }

        Commit before = table.commits.get(batch.batchId());
        if (before != null) {
            return Optional.of(adopted(before));
        }

        for (String old : batch.replaces()) {
            Violation.when(
                    !table.commits.containsKey(old) && !table.burnt.contains(old),
                    "batch %s takes the place of %s, which may still land",
                    batch.batchId(),
                    old);
        }

        Commit commit = new Commit(
                batch.batchId(),
                batch.table(),
                "id of " + batch.table(),
                ++table.version,
                1L,
                null,
                null,
                world.agenda.clock(),
                false,
                null);
        table.commits.put(batch.batchId(), commit);
        table.replaced.addAll(batch.replaces());
        return Optional.of(commit);
    }

    private static Commit adopted(Commit commit) {
        return new Commit(
                commit.batchId(),
                commit.table(),
                commit.tableId(),
                commit.version(),
                commit.rows(),
                commit.totalRows(),
                commit.bytes(),
                commit.committedAt(),
                true,
                commit.schema());
    }

    /** Finds a batch, or sees to it that it never lands. */
    Settled settle(Batch batch) {
        Table table = table(batch.table());
        Commit commit = table.commits.get(batch.batchId());
        if (commit != null) {
            return new Settled(batch.batchId(), BatchState.COMMITTED, adopted(commit));
        }

        table.burnt.add(batch.batchId());
        return new Settled(batch.batchId(), BatchState.BURNT, null);
    }

    boolean isCommitted(String table, String batchId) {
        return table(table).commits.containsKey(batchId);
    }

    boolean isBurnt(String table, String batchId) {
        return table(table).burnt.contains(batchId);
    }

    /** Batches whose rows are in the table now. */
    Set<String> live(String name) {
        Set<String> live = new HashSet<>(table(name).commits.keySet());
        live.removeAll(table(name).replaced);
        return live;
    }
}
