package io.leat.jobs.train;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.ModelReport;
import io.leat.core.crash.CrashPoint;
import io.leat.core.job.TrainTask;
import io.leat.core.json.Json;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs a {@link TrainTask}. Its batch stands for the model instead of a table: it pins the version that is read, and
 * its id is the model's, so that an attempt after the first finds what an earlier one saved.
 */
public final class Train implements DataTask {
    /** The statement of a batch that stands for a model; no table knows its transaction id. */
    public static final String MODEL = "model";

    private static final String TASK = "train_task";

    @Override
    public void run(TaskContext context) throws InterruptedException {
        TrainingPlan plan = TrainingPlan.of(Json.convert(context.assignment().body(), TrainTask.class));
        context.activity("planning");
        long began = System.nanoTime();
        Batch batch = mint(context, plan.task());
        TablePin pin = batch.manifest().pins().get(0);
        String path = "%s/%s/%s".formatted(context.modelsDir(), plan.task().model(), batch.batchId());
        ModelFolder folder = new ModelFolder(context.spark(), path);
        Optional<ModelReport> earlier = folder.find();
        if (earlier.isPresent()) {
            context.log("An earlier attempt saved the model; it is registered as it is.");
            tell(context, earlier.get());
            return;
        }
        TaskSql sql = new TaskSql(context.spark(), context.assignment().arguments());
        TrainingRows rows = TrainingRows.of(plan, context.tables().read(pin), sql);
        long planned = System.nanoTime();
        Trained trained = sql.running(TASK, rows.parts(), () -> new Trainer(plan, context::activity).train(rows));
        ModelReport report = report(plan, trained, batch.batchId(), path, pin);
        context.log(metrics(report));
        tellCounts(context, trained.counts());
        long measured = System.nanoTime();
        plan.checkGates(trained.metrics());
        context.activity("saving " + plan.task().model());
        CrashPoint.BEFORE_MODEL.reach();
        folder.save(trained.model(), report, Long.toString(context.assignment().taskRunId()));
        CrashPoint.MODEL_SAVED.reach();
        long saved = System.nanoTime();
        context.counts(Map.of(
                "plan_ms", millis(began, planned),
                "execute_ms", millis(planned, measured),
                "commit_ms", millis(measured, saved),
                "write_ms", millis(planned, saved)));
        tell(context, report);
    }

    private static Batch mint(TaskContext context, TrainTask task) throws InterruptedException {
        Manifest proposed = null;
        for (Batch batch : context.assignment().batches()) {
            if (batch.statement().equals(MODEL)) {
                proposed = batch.manifest();
            }
        }
        if (proposed == null) {
            proposed = Manifest.ofTables(List.of(context.tables().pin(task.input())));
        }
        String code = context.assignment().codeHash();
        return context.mint(MODEL, "models." + task.model(), WriteMode.APPEND, proposed, code)
                .batch();
    }

    private static ModelReport report(
            TrainingPlan plan, Trained trained, String modelId, String path, TablePin trainedOn) {
        TrainTask task = plan.task();
        Map<String, String> parameters = new TreeMap<>(trained.parameters());
        parameters.put("seed", Long.toString(plan.seed()));
        parameters.put("split.key", String.join(",", plan.splitKey()));
        parameters.put("split.test", Double.toString(plan.testShare()));
        return new ModelReport(
                modelId,
                task.model(),
                task.algorithm().text(),
                path,
                trained.metrics(),
                parameters,
                task.features(),
                task.label(),
                trainedOn,
                trained.counts().train(),
                trained.counts().test());
    }

    private static void tell(TaskContext context, ModelReport report) {
        context.model(report);
        TablePin from = report.trainedOn();
        List<ColumnLineage> columns = new ArrayList<>();
        List<String> used = new ArrayList<>(report.features());
        used.add(report.label());
        for (String column : used) {
            columns.add(new ColumnLineage(column, List.of(new ColumnLineage.Source(from.table(), column))));
        }
        Dataset model = new Dataset(Dataset.Kind.MODEL, report.name(), null);
        Dataset input = new Dataset(Dataset.Kind.TABLE, from.table(), from.version());
        context.lineage(new Lineage(model, List.of(input), columns));
    }

    private static void tellCounts(TaskContext context, RowCounts counts) {
        context.counts(Map.of(
                "train_rows", counts.train(),
                "test_rows", counts.test(),
                "without_label", counts.withoutLabel()));
        if (counts.withoutLabel() > 0) {
            context.log(String.format(Locale.ROOT, "%,d rows have no label and were left out.", counts.withoutLabel()));
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private static String metrics(ModelReport report) {
        StringBuilder line = new StringBuilder();
        new TreeMap<>(report.metrics())
                .forEach((name, value) -> line.append(line.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%s %.4f", name, value)));
        return line.toString();
    }
}
