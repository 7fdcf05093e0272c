package io.leat.jobs.features;

import static io.leat.jobs.expression.TaskSql.inline;
import static io.leat.jobs.expression.TaskSql.quote;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Slice;
import io.leat.core.batch.WriteMode;
import io.leat.core.error.LeatException;
import io.leat.core.job.FeaturesTask;
import io.leat.core.job.FeaturesTask.Source;
import io.leat.core.job.TaskSlice;
import io.leat.core.json.Json;
import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.table.TargetWrite;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs a {@link FeaturesTask}: replaces the target with the spine's rows and what was known at each one's time. */
public final class Features implements DataTask {
    private static final String TASK = "features_task";
    private static final String VIEW = "leat_features";

    @Override
    public void run(TaskContext context) throws InterruptedException {
        FeaturesTask task = Json.convert(context.assignment().body(), FeaturesTask.class);
        Slice slice = TaskSlice.resolved(task.slice(), TASK + ".slice");
        TargetWrite write = TargetWrite.begin(context, task.target(), WriteMode.OVERWRITE, slice, tables(task));
        TaskSql sql = new TaskSql(context.spark(), context.assignment().arguments());

        SpineRows spine =
                SpineRows.of(task.spine(), write.inputs().read(task.spine().table()), sql);
        FeatureRules.checkNames(List.of(spine.rows().columns()), task);
        List<SourceFacts> sources = new ArrayList<>();
        for (Source source : FeatureRules.sources(task)) {
            Dataset<Row> table = write.inputs().read(source.table());
            sources.add(SourceFacts.of(sources.size(), source, task.spine().keys(), table, sql));
        }
        List<Part> parts = new ArrayList<>();
        sources.forEach(source -> parts.addAll(source.parts()));
        sql.running(TASK, parts, () -> {
            build(context, task, write, spine, sources, sql);
            return task;
        });
    }

    private static List<String> tables(FeaturesTask task) {
        List<String> tables = new ArrayList<>(List.of(task.spine().table()));
        FeatureRules.sources(task).forEach(source -> tables.add(source.table()));
        return tables;
    }

    private static void build(
            TaskContext context,
            FeaturesTask task,
            TargetWrite write,
            SpineRows spine,
            List<SourceFacts> sources,
            TaskSql sql) {
        WriteSpec spec = new WriteSpec(List.of(), Map.of(), List.of(), task.comment(), Map.of());
        if (sources.isEmpty()) {
            write.write(withExpressions(task, spine.rows(), sql), spec);
            return;
        }
        PointInTime features = new PointInTime(spine, sources, Boolean.TRUE.equals(task.inclusive()));
        context.activity("sorting facts");
        try {
            Dataset<Row> rows = features.rows(context.spark());
            write.inputs()
                    .lineage()
                    .derived(rows, new FeatureLineage(write.inputs().lineage()).columns(spine, sources));
            write.write(withExpressions(task, rows, sql), spec);
        } catch (RuntimeException e) {
            throw ofUser(e);
        }
        PointInTime.Counts counts = features.counts();
        context.counts(Map.of("facts", counts.read(), "facts_ignored", counts.ignored()));
        if (counts.ignored() > 0) {
            context.log("%,d of %,d facts have no key or no time and were left out."
                    .formatted(counts.ignored(), counts.read()));
        }
    }

    private static Dataset<Row> withExpressions(FeaturesTask task, Dataset<Row> rows, TaskSql sql) {
        if (task.expressions() == null || task.expressions().isEmpty()) {
            return rows;
        }
        rows.createOrReplaceTempView(VIEW);
        List<Part> parts = new ArrayList<>();
        StringBuilder select = new StringBuilder("SELECT *");
        task.expressions().forEach((name, expression) -> {
            String before = "(%s FROM %s)".formatted(select, VIEW); // an expression may use those before it
            parts.add(new Part(TASK + ".expressions." + name, expression, before));
            select.append(", ").append(inline(expression)).append(" AS ").append(quote(name));
        });
        return sql.query(TASK + ".expressions", select.append(" FROM " + VIEW).toString(), parts);
    }

    /** What the walk refuses comes back from Spark's tasks wrapped in its failures. */
    private static RuntimeException ofUser(RuntimeException thrown) {
        RuntimeException found = thrown;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof LeatException user) {
                found = user;
            }
        }
        return found;
    }
}
