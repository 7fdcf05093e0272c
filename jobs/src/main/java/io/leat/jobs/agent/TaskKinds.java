package io.leat.jobs.agent;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.jobs.features.Features;
import io.leat.jobs.http.Http;
import io.leat.jobs.ingest.Ingest;
import io.leat.jobs.jar.JarTask;
import io.leat.jobs.match.Match;
import io.leat.jobs.persist.Persist;
import io.leat.jobs.python.NotebookTask;
import io.leat.jobs.python.PythonTask;
import io.leat.jobs.python.WheelTask;
import io.leat.jobs.sql.Sql;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.train.Train;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Which code does which kind of task; the kind is the field name of the task's body. */
final class TaskKinds {
    private final Map<String, Supplier<DataTask>> byKind;

    TaskKinds(Map<String, Supplier<DataTask>> byKind) {
        this.byKind = Map.copyOf(byKind);
    }

    /** Every kind this module has. */
    static TaskKinds all() {
        return new TaskKinds(Map.ofEntries(
                entry("ingest_task", Ingest::new),
                entry("match_task", Match::new),
                entry("features_task", Features::new),
                entry("persist_task", Persist::new),
                entry("train_task", Train::new),
                entry("sql_task", Sql::new),
                entry("http_task", Http::new),
                entry("spark_python_task", PythonTask::new),
                entry("python_wheel_task", WheelTask::new),
                entry("notebook_task", NotebookTask::new),
                entry("spark_jar_task", JarTask::new)));
    }

    private static Map.Entry<String, Supplier<DataTask>> entry(String kind, Supplier<DataTask> task) {
        return Map.entry(kind, task);
    }

    DataTask task(String kind) {
        Supplier<DataTask> task = byKind.get(kind);
        if (task == null) {
            throw new LeatException(
                    ErrorCode.FEATURE_DISABLED,
                    "This driver cannot run a %s; it runs %s.".formatted(kind, new TreeSet<>(byKind.keySet())));
        }

        return task.get();
    }
}
