package io.leat.core.job;

import io.leat.core.job.Type.Kind;
import java.util.List;
import java.util.Map;

/** What Leat's job files say beyond Databricks' format, in fields of its objects; that its tools know nothing of. */
final class OwnFields {
    static final String PRIORITY = "priority";
    static final String POOL = "pool";
    static final String POOL_SLOTS = "pool_slots";

    private static final Map<String, List<Field>> FIELDS = Map.of(
            "JobSettings", List.of(field(PRIORITY, Kind.INT32)),
            "Task", List.of(field(POOL, Kind.TEXT), field(POOL_SLOTS, Kind.INT32)));

    private OwnFields() {}

    private static Field field(String name, Kind kind) {
        return new Field(name, Type.plain(kind), false, null);
    }

    /** The fields that an object has beside Databricks'. */
    static List<Field> of(String object) {
        return FIELDS.getOrDefault(object, List.of());
    }
}
