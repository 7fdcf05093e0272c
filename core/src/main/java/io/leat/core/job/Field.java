package io.leat.core.job;

import org.jspecify.annotations.Nullable;

/**
 * One field of an object in a job file.
 *
 * @param doc of a field of Leat's own blocks
 */
record Field(
        String name, Type type, boolean required, @Nullable Doc doc) {
    boolean isSql() {
        return doc != null && doc.sql();
    }

    Doc.Form form() {
        return doc == null ? Doc.Form.TEXT : doc.form();
    }
}
