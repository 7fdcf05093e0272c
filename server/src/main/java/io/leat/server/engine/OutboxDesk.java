package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.server.rest.OutboxApi;
import io.leat.server.store.OutboxTable.OutboxRow;
import io.leat.server.store.Store;
import java.util.List;

/** The outbox for those who send: what is told is durable before it can be read here. */
final class OutboxDesk implements OutboxApi {
    private final Store store;
    private final Loop loop;

    OutboxDesk(Store store, Loop loop) {
        this.store = store;
        this.loop = loop;
    }

    @Override
    public List<Entry> open(int limit) {
        return store.read(
                tables -> tables.outbox().open(limit).stream().map(this::entry).toList());
    }

    private Entry entry(OutboxRow row) {
        ObjectNode notice = Json.read(row.body(), ObjectNode.class);
        return new Entry(row.entryId(), row.at(), notice.put("workspace_id", store.workspaceId()));
    }

    @Override
    public void acknowledge(List<String> entryIds) {
        loop.call(step -> {
            entryIds.forEach(entryId -> step.tables().outbox().acknowledge(entryId, step.now()));
            return true;
        });
    }
}
