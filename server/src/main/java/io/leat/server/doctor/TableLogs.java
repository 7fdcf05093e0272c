package io.leat.server.doctor;

import io.leat.core.cluster.TableAudit;

/** Reads the logs of tables, by a driver. */
public interface TableLogs {
    /**
     * @throws io.leat.core.error.LeatException when it cannot be read, saying why and what to do
     */
    TableAudit audit(String table);

    /**
     * Settles the batches of ended runs.
     *
     * @return what became of them, in a few words
     * @throws io.leat.core.error.LeatException when one of them could not be settled
     */
    String settle(String table);
}
