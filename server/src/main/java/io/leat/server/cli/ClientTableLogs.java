package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.TableAudit;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.doctor.TableLogs;
import java.util.ArrayList;
import java.util.List;

/** The logs of tables as a control plane lets its drivers read them. */
record ClientTableLogs(Client client) implements TableLogs {
    @Override
    public TableAudit audit(String table) {
        return Json.convert(client.get(path(table) + "/audit"), TableAudit.class);
    }

    @Override
    public String settle(String table) {
        int found = 0;
        int burnt = 0;
        List<String> failed = new ArrayList<>();
        for (JsonNode each : client.post(path(table) + "/settle", Json.object()).path("settled")) {
            if (each.hasNonNull("error")) {
                failed.add(each.path("batch_id").asText() + ": "
                        + each.path("error").asText());
            } else if (each.path("state").asText().equals("COMMITTED")) {
                found++;
            } else {
                burnt++;
            }
        }
        if (!failed.isEmpty()) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE, "%d batch(es) are open still. %s".formatted(failed.size(), failed.get(0)));
        }
        return "%d found in the table, %d given up".formatted(found, burnt);
    }

    private static String path(String table) {
        return Client.LEAT + "tables/" + Client.part(table);
    }
}
