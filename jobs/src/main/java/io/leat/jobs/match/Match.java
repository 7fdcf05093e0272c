package io.leat.jobs.match;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Slice;
import io.leat.core.batch.WriteMode;
import io.leat.core.job.MatchTask;
import io.leat.core.job.TaskSlice;
import io.leat.core.json.Json;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.table.TargetWrite;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs a {@link MatchTask}: one SQL query over its inputs' pinned versions replaces the target, or a slice. */
public final class Match implements DataTask {
    @Override
    public void run(TaskContext context) throws InterruptedException {
        MatchTask task = Json.convert(context.assignment().body(), MatchTask.class);
        MatchQuery query = MatchQuery.of(task);
        List<String> tables = task.inputs().stream().map(MatchTask.Input::table).toList();
        Slice slice = TaskSlice.resolved(task.slice(), MatchQuery.TASK + ".slice");
        TargetWrite write = TargetWrite.begin(context, task.target(), WriteMode.OVERWRITE, slice, tables);

        query.views()
                .forEach((alias, table) -> write.inputs().read(table).createOrReplaceTempView(TaskSql.quote(alias)));
        TaskSql sql = new TaskSql(context.spark(), context.assignment().arguments());
        Dataset<Row> rows = sql.query(MatchQuery.TASK, query.sql(), query.parts());
        query.checkColumns(rows.columns());
        WriteSpec spec = new WriteSpec(List.of(), Map.of(), List.of(), task.comment(), Map.of());
        sql.running(MatchQuery.TASK, query.parts(), () -> write.write(rows, spec));
    }
}
