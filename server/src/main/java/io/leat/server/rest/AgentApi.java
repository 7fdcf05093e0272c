package io.leat.server.rest;

import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.LogAnswer;
import io.leat.core.cluster.LogReading;
import io.leat.core.cluster.Lookup;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import java.util.concurrent.CompletableFuture;

/**
 * What a driver's agent may ask. The driver id of every message has been checked: it is the one for which the token of
 * the request was issued.
 */
public interface AgentApi {
    Registered register(Registration registration);

    /** Completes when there is something to do, or after a wait of the engine's choosing with nothing. */
    CompletableFuture<Instructions> poll(Poll poll);

    /** Completes when the events are durable. */
    CompletableFuture<Acknowledged> report(Report report);

    /** Returns when the batch is durable. */
    Minted mint(MintRequest request);

    ListingAnswer listing(Listing listing);

    /** Returns when what was read is durable. */
    LogAnswer logRead(LogReading reading);

    /** @throws io.leat.core.error.LeatException when the asker does not hold the task run */
    Lookup.Found lookUp(Lookup lookup);

    void result(QueryResult result);
}
