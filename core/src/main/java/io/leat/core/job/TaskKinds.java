package io.leat.core.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The task kinds that Leat can run: those of its own, and those that steer a run. */
final class TaskKinds {
    /** The field that holds a body ends so, whoever's kind it is. */
    static final String SUFFIX = "_task";

    static final String CONDITION = "condition_task";
    static final String FOR_EACH = "for_each_task";
    static final String RUN_JOB = "run_job_task";

    private static final Set<String> WRITERS =
            Set.of("ingest_task", "match_task", "features_task", "persist_task", "train_task");

    /** Databricks' kinds that run a program of the user's. */
    private static final Map<String, Hosting> PROGRAMS = programs();

    private static final Map<String, Class<? extends Record>> BODIES = bodies();
    private static final Set<String> RUNNABLE = runnable();

    private TaskKinds() {}

    private static Map<String, Class<? extends Record>> bodies() {
        Map<String, Class<? extends Record>> bodies = new LinkedHashMap<>();
        bodies.put("ingest_task", IngestTask.class);
        bodies.put("match_task", MatchTask.class);
        bodies.put("features_task", FeaturesTask.class);
        bodies.put("persist_task", PersistTask.class);
        bodies.put("train_task", TrainTask.class);
        bodies.put("http_task", HttpTask.class);
        return bodies;
    }

    private static Map<String, Hosting> programs() {
        Map<String, Hosting> programs = new LinkedHashMap<>();
        programs.put("sql_task", Hosting.SHARED);
        programs.put("spark_python_task", Hosting.ALONE);
        programs.put("python_wheel_task", Hosting.ALONE);
        programs.put("notebook_task", Hosting.ALONE);
        programs.put("spark_jar_task", Hosting.ONCE);
        return programs;
    }

    /** Whether a kind runs a program of the user's. */
    static boolean isProgram(String kind) {
        return PROGRAMS.containsKey(kind);
    }

    static Hosting hosting(String kind) {
        return PROGRAMS.getOrDefault(kind, Hosting.SHARED);
    }

    /** The record of each body of Leat's own, by the field it stands in. */
    static Map<String, Class<? extends Record>> own() {
        return BODIES;
    }

    /** Those that write tables in batches. */
    static Set<String> writers() {
        return WRITERS;
    }

    /** Of Leat's own. */
    static Set<String> names() {
        return BODIES.keySet();
    }

    private static Set<String> runnable() {
        Set<String> runnable = new LinkedHashSet<>(BODIES.keySet());
        runnable.addAll(PROGRAMS.keySet());
        runnable.addAll(List.of(CONDITION, FOR_EACH, RUN_JOB));
        return Collections.unmodifiableSet(runnable);
    }

    /** All that this version runs. */
    static Set<String> all() {
        return RUNNABLE;
    }

    /** The paths within a body of which the text is SQL. */
    static Set<String> sqlFields(String kind) {
        return Sql.FIELDS.getOrDefault(kind, Set.of());
    }

    private static final class Sql {
        private static final Map<String, Set<String>> FIELDS = new LinkedHashMap<>();

        static {
            BODIES.forEach((kind, body) -> {
                Set<String> paths = new LinkedHashSet<>();
                collect(Type.object(OwnTypes.name(body)), "", paths);
                FIELDS.put(kind, paths);
            });
        }

        private static void collect(Type type, String path, Set<String> paths) {
            if (type.kind() == Type.Kind.LIST) {
                collect(type.elementType(), path, paths);
            } else if (type.kind() == Type.Kind.OBJECT) {
                for (Field field :
                        Schema.instance().object(type.name()).fields().values()) {
                    String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
                    if (field.isSql()) {
                        paths.add(fieldPath);
                    }

                    collect(field.type(), fieldPath, paths);
                }
            }
        }
    }
}
