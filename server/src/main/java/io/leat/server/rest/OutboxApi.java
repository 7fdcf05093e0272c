package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What people and systems are to be told, for whoever sends it. */
public interface OutboxApi {
    /** What was not acknowledged, oldest first. */
    List<Entry> open(int limit);

    /** These were sent. One that was acknowledged before, or never was there, changes nothing. */
    void acknowledge(List<String> entryIds);

    /**
     * An entry.
     *
     * @param entryId the same however often it is read
     * @param at epoch milliseconds
     * @param notice what is told, and whom
     */
    record Entry(String entryId, long at, ObjectNode notice) {}
}
