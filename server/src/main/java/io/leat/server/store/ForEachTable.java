package io.leat.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.leat.core.json.Json;
import io.leat.core.run.Loop;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The inputs of for-eaches, and how far each is. */
public final class ForEachTable {
    private static final TypeReference<List<Integer>> INDEXES = new TypeReference<>() {};

    private final Handle handle;

    ForEachTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * Inputs of one execution of a for-each.
     *
     * @param inputs as a JSON list
     * @param kept indexes whose work an earlier execution has done, ascending
     */
    public record ForEachRow(long taskRunId, int total, String inputs, BitSet kept) {}

    /** How iterations have ended, the newest attempt of each counted. */
    public record Counts(int total, int active, int succeeded, int failed) {}

    public void insert(ForEachRow row) {
        handle.createUpdate("INSERT INTO for_each (task_run_id, total, inputs, kept) VALUES (?, ?, ?, ?)")
                .bind(0, row.taskRunId())
                .bind(1, row.total())
                .bind(2, row.inputs())
                .bind(3, Json.write(row.kept().stream().boxed().toList()))
                .execute();
    }

    public Optional<ForEachRow> find(long taskRunId) {
        return handle.createQuery("SELECT * FROM for_each WHERE task_run_id = ?")
                .bind(0, taskRunId)
                .map(row -> new ForEachRow(
                        row.getColumn("task_run_id", Long.class),
                        row.getColumn("total", Integer.class),
                        row.getColumn("inputs", String.class),
                        kept(row.getColumn("kept", String.class))))
                .findOne();
    }

    private static BitSet kept(String json) {
        BitSet kept = new BitSet();
        Json.read(json, INDEXES).forEach(kept::set);
        return kept;
    }

    /** The indexes of a for-each whose iteration succeeded in that execution, or was kept by it. */
    public BitSet done(long taskRunId) {
        BitSet done = find(taskRunId).map(ForEachRow::kept).orElseGet(BitSet::new);
        handle.createQuery("SELECT iteration FROM task_run WHERE parent_id = ? AND result = 'SUCCESS'")
                .bind(0, taskRunId)
                .mapTo(Integer.class)
                .list()
                .forEach(done::set);
        return done;
    }

    /** How far a for-each is, from its rows. */
    public Optional<Loop> loop(long taskRunId) {
        return find(taskRunId).map(row -> {
            Begun begun = begun(taskRunId);
            int failed = begun.indexes() - begun.succeeded() - begun.active();
            return new Loop(
                    taskRunId,
                    row.total(),
                    row.kept(),
                    row.kept().nextClearBit(begun.last() + 1),
                    begun.active(),
                    begun.succeeded() + row.kept().cardinality(),
                    failed);
        });
    }

    public Counts counts(ForEachRow row) {
        Begun begun = begun(row.taskRunId());
        return new Counts(
                row.total(),
                begun.active(),
                begun.succeeded() + row.kept().cardinality(),
                begun.indexes() - begun.succeeded() - begun.active());
    }

    private record Begun(int indexes, int last, int active, int succeeded) {}

    private Begun begun(long taskRunId) {
        return handle.createQuery("""
                        SELECT count(DISTINCT iteration) AS indexes, coalesce(max(iteration), -1) AS last,
                               coalesce(sum(CASE WHEN result IS NULL THEN 1 ELSE 0 END), 0) AS active,
                               coalesce(sum(CASE WHEN result = 'SUCCESS' THEN 1 ELSE 0 END), 0) AS succeeded
                          FROM task_run WHERE parent_id = ? AND iteration >= 0""")
                .bind(0, taskRunId)
                .map(row -> new Begun(
                        row.getColumn("indexes", Integer.class),
                        row.getColumn("last", Integer.class),
                        row.getColumn("active", Integer.class),
                        row.getColumn("succeeded", Integer.class)))
                .one();
    }
}
