package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records what was asked for. */
final class SavedJobsStandIn implements SavedJobsApi {
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** One request, as it arrived behind the routes. */
    record Asked(
            String what,
            @Nullable Long jobId,
            @Nullable ObjectNode settings,
            @Nullable Object more) {}

    Asked last() {
        return asked.get(asked.size() - 1);
    }

    @Override
    public long create(ObjectNode settings) {
        asked.add(new Asked("create", null, settings, null));
        return 102;
    }

    @Override
    public void reset(long jobId, ObjectNode settings) {
        asked.add(new Asked("reset", jobId, settings, null));
    }

    @Override
    public void update(long jobId, ObjectNode newSettings, List<String> fieldsToRemove) {
        asked.add(new Asked("update", jobId, newSettings, fieldsToRemove));
    }

    @Override
    public void delete(long jobId) {
        asked.add(new Asked("delete", jobId, null, null));
    }

    @Override
    public long submit(ObjectNode settings, @Nullable String idempotencyToken) {
        asked.add(new Asked("submit", null, settings, idempotencyToken));
        return 6002;
    }

    @Override
    public void cancelAll(@Nullable Long jobId, boolean queued) {
        asked.add(new Asked("cancel-all", jobId, null, queued));
    }
}
