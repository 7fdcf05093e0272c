package io.leat.core.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of a job file and its fields, in their order.
 *
 * @param own whether it is one of Leat's own blocks, in which every field must be known
 * @param summary what it is, for the reference page; empty where it is not Leat's
 */
record ObjectType(String name, boolean own, String summary, Map<String, Field> fields) {
    ObjectType {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
