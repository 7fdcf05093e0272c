package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.server.rest.JobsApi.Cursor;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param found one more than the page holds, if there is one
 */
record Listed<T>(List<T> found, int limit) {
    /** Leaves the field out when the page is empty, and the token when it is the last: clients loop on both. */
    void write(ObjectNode json, String field, Function<T, ObjectNode> projection, Function<T, Cursor> position) {
        boolean more = found.size() > limit;
        List<T> page = more ? found.subList(0, limit) : found;
        if (!page.isEmpty()) {
            ArrayNode list = json.putArray(field);
            page.forEach(element -> list.add(projection.apply(element)));
        }

        json.put("has_more", more);
        if (more) {
            json.put("next_page_token", PageToken.write(position.apply(page.get(page.size() - 1))));
        }
    }
}
