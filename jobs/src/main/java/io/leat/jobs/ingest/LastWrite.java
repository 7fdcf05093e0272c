package io.leat.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.jobs.task.TaskContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the table's newest commit says it was made from; nothing when it is not this task's. */
record LastWrite(@Nullable String manifest, @Nullable String code) {
    private static final LastWrite UNKNOWN = new LastWrite(null, null);

    static LastWrite of(TaskContext context, String table) {
        boolean ours = context.assignment().lastCommits().stream()
                .anyMatch(commit -> commit.table().equals(table));
        if (!ours || !context.tables().exists(table)) {
            return UNKNOWN;
        }
        Row newest = context.spark()
                .sql("DESCRIBE HISTORY `" + table.replace(".", "`.`") + "` LIMIT 1")
                .select("userMetadata")
                .first();
        return newest.isNullAt(0) ? UNKNOWN : parse(newest.getString(0));
    }

    private static LastWrite parse(String note) {
        try {
            JsonNode json = Json.mapper().readTree(note);
            if (json.path("burnt").asBoolean()) {
                return UNKNOWN;
            }
            return new LastWrite(
                    json.path("manifest").asText(null), json.path("code").asText(null));
        } catch (JsonProcessingException notOurs) {
            return UNKNOWN;
        }
    }

    boolean isOf(String manifestHash, String codeHash) {
        return manifestHash.equals(manifest) && codeHash.equals(code);
    }
}
