package io.leat.notebooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a notebook, whatever its format.
 *
 * @param id unique within its notebook: 1 to 64 letters, digits, {@code -} and {@code _}
 * @param tag such as {@code parameters}, by which tools find a cell
 * @param taskKey of the task it was made from, so that an edited notebook can be told from its job
 */
record Cell(
        String id,
        boolean isCode,
        String text,
        @Nullable String tag,
        @Nullable String taskKey) {
    static Cell markdown(String id, String text) {
        return new Cell(id, false, text, null, null);
    }

    static Cell code(String id, String text) {
        return new Cell(id, true, text, null, null);
    }

    Cell tagged(String name) {
        return new Cell(id, isCode, text, name, taskKey);
    }

    Cell of(String task) {
        return new Cell(id, isCode, text, tag, task);
    }

    /** As nbformat 4.5 has it: source is a list of lines, and each but the last keeps its line break. */
    ObjectNode json() {
        ObjectNode cell = Json.object();
        cell.put("cell_type", isCode ? "code" : "markdown");
        if (isCode) {
            cell.putNull("execution_count");
        }

        cell.put("id", id);
        ObjectNode metadata = cell.putObject("metadata");
        if (taskKey != null) {
            metadata.putObject("leat").put("task_key", taskKey);
        }

        if (tag != null) {
            metadata.putArray("tags").add(tag);
        }

        if (isCode) {
            cell.putArray("outputs");
        }

        ArrayNode source = cell.putArray("source");
        text.strip().lines().forEach(line -> source.add(line + "\n"));
        int last = source.size() - 1;
        if (last >= 0) {
            source.set(last, source.get(last).asText().stripTrailing());
        }

        return cell;
    }
}
