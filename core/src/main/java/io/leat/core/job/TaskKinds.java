package io.leat.core.job;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The task kinds of Leat's own. */
final class TaskKinds {
    /** The field that holds a body ends so, whoever's kind it is. */
    static final String SUFFIX = "_task";

    private static final Map<String, Class<? extends Record>> BODIES = bodies();

    private TaskKinds() {}

    private static Map<String, Class<? extends Record>> bodies() {
        Map<String, Class<? extends Record>> bodies = new LinkedHashMap<>();
        bodies.put("ingest_task", IngestTask.class);
        bodies.put("match_task", MatchTask.class);
        bodies.put("features_task", FeaturesTask.class);
        bodies.put("persist_task", PersistTask.class);
        bodies.put("train_task", TrainTask.class);
        return bodies;
    }

    /** The record of each body, by the field it stands in. */
    static Map<String, Class<? extends Record>> all() {
        return BODIES;
    }

    static Set<String> names() {
        return BODIES.keySet();
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
