package io.leat.core.value;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What references are replaced in. */
public interface Body {
    /** All of it, as a copy the caller may change. */
    ObjectNode body();

    /**
     * Whether the text at a path is SQL, into which values are bound.
     *
     * @param path field names with dots between, without positions in lists: {@code inputs.where}
     */
    boolean isSql(String path);
}
