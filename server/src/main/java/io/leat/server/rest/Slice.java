package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of the long arrays of a job or run: 100 elements of each, from the place that the page token names. */
record Slice(int from) {
    static final int SIZE = 100;
    private static final String MORE = "has_more";
    private static final String NEXT = "next_page_token";

    static final Slice FIRST = new Slice(0);

    static Slice of(@Nullable String token) {
        if (token == null) {
            return FIRST;
        }

        try {
            return new Slice(Math.max(0, Integer.parseInt(token)));
        } catch (NumberFormatException e) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "page_token '%s' is not one that this endpoint gave.".formatted(token),
                    e);
        }
    }

    <T> List<T> of(List<T> all) {
        return all.subList(Math.min(from, all.size()), Math.min(from + SIZE, all.size()));
    }

    /** Cuts the array in place; false when nothing is left after this page. */
    boolean cut(ObjectNode owner, String field) {
        JsonNode all = owner.path(field);
        if (!all.isArray()) {
            return false;
        }

        ArrayNode page = Json.mapper().createArrayNode();
        for (int i = from; i < Math.min(from + SIZE, all.size()); i++) {
            page.add(all.get(i));
        }

        owner.set(field, page);
        return hasMore(all.size());
    }

    boolean hasMore(int size) {
        return size > from + SIZE;
    }

    /** Says where the next page is; to be called only when there is one. */
    void announceNext(ObjectNode owner) {
        owner.put(MORE, true);
        owner.put(NEXT, Integer.toString(from + SIZE));
    }

    static void announceMore(ObjectNode owner) {
        owner.put(MORE, true);
    }
}
