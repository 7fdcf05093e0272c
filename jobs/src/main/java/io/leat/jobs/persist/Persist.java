package io.leat.jobs.persist;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Slice;
import io.leat.core.batch.WriteMode;
import io.leat.core.job.PersistTask;
import io.leat.core.job.TaskSlice;
import io.leat.core.json.Json;
import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.Projection;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.table.Newest;
import io.leat.jobs.table.TargetWrite;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs a {@link PersistTask}: the input's pinned version, filtered and projected, goes to the target. */
public final class Persist implements DataTask {
    private static final String TASK = "persist_task";

    @Override
    public void run(TaskContext context) throws InterruptedException {
        PersistTask task = Json.convert(context.assignment().body(), PersistTask.class);
        WriteMode mode = Objects.requireNonNullElse(task.mode(), WriteMode.OVERWRITE);
        if (mode != WriteMode.MERGE) {
            Newest.onlyForMerge(TASK, task.keys(), task.orderBy());
        }
        Slice slice = TaskSlice.resolved(task.slice(), TASK + ".slice");
        TargetWrite write = TargetWrite.begin(context, task.target(), mode, slice, List.of(task.input()));

        TaskSql sql = new TaskSql(context.spark(), context.assignment().arguments());
        List<Part> parts = new ArrayList<>();
        Dataset<Row> rows = query(task, write, sql, parts);
        if (mode == WriteMode.MERGE) {
            merge(context, task, write, sql, rows, parts);
        } else {
            Commit commit = sql.running(TASK, parts, () -> write.write(rows, spec(task, List.of())));
            if (commit.rows() != null) {
                context.counts(Map.of("read", commit.rows()));
            }
        }
    }

    private static Dataset<Row> query(PersistTask task, TargetWrite write, TaskSql sql, List<Part> parts) {
        String view = task.input().substring(task.input().lastIndexOf('.') + 1);
        String from = TaskSql.quote(view);
        write.inputs().read(task.input()).createOrReplaceTempView(from);
        Projection select = Projection.of(TASK + ".select", task.select(), from);
        String query = "SELECT " + select.sql() + " FROM " + from;
        if (task.where() != null) {
            parts.add(new Part(TASK + ".where", task.where(), from));
            query += " WHERE " + TaskSql.inline(task.where());
        }
        parts.addAll(select.parts());
        return sql.query(TASK, query, parts);
    }

    private static void merge(
            TaskContext context,
            PersistTask task,
            TargetWrite write,
            TaskSql sql,
            Dataset<Row> rows,
            List<Part> parts) {
        Newest newest = Newest.forMerge(TASK, task.keys(), task.orderBy(), rows);
        Newest.Unique unique = sql.running(TASK, parts, () -> newest.counted(rows, sql));
        sql.running(TASK, parts, () -> write.write(unique.rows(), spec(task, newest.keys())));
        context.counts(Map.of("read", unique.read(), "repeated_keys", unique.repeated()));
        if (unique.repeated() > 0) {
            context.log(String.format(
                    Locale.ROOT,
                    "%,d of %,d rows had the keys %s of another row; of each key the row with the highest %s was kept.",
                    unique.repeated(),
                    unique.read(),
                    newest.keys(),
                    task.orderBy() == null ? "hash of its values (there is no order_by)" : task.orderBy()));
        }
    }

    private static WriteSpec spec(PersistTask task, List<String> keys) {
        return new WriteSpec(
                keys,
                Objects.requireNonNullElse(task.constraints(), Map.of()),
                Objects.requireNonNullElse(task.notNull(), List.of()),
                task.comment(),
                Objects.requireNonNullElse(task.columnComments(), Map.of()));
    }
}
