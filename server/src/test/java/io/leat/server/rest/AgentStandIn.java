package io.leat.server.rest;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers drivers; polls wait until the test completes them. */
final class AgentStandIn implements AgentApi {
    final Queue<CompletableFuture<Instructions>> polls = new ConcurrentLinkedQueue<>();
    final Queue<QueryResult> results = new ConcurrentLinkedQueue<>();

    @Override
    public Registered register(Registration registration) {
        return new Registered(registration.protocol(), "w-1");
    }

    @Override
    public CompletableFuture<Instructions> poll(Poll poll) {
        CompletableFuture<Instructions> answer = new CompletableFuture<>();
        polls.add(answer);
        return answer;
    }

    @Override
    public CompletableFuture<Acknowledged> report(Report report) {
        return CompletableFuture.completedFuture(
                new Acknowledged(report.events().size(), null));
    }

    @Override
    public Minted mint(MintRequest request) {
        Batch batch = new Batch(
                "b-1",
                request.table(),
                request.statement(),
                request.mode(),
                request.manifest(),
                request.codeHash(),
                List.of(),
                BatchState.MINTED);
        return new Minted(batch, List.of());
    }

    @Override
    public ListingAnswer listing(Listing listing) {
        return ListingAnswer.of(listing.files(), List.of(), 0);
    }

    @Override
    public LogAnswer logRead(LogReading reading) {
        return new LogAnswer(reading.part().batches());
    }

    @Override
    public Lookup.Found lookUp(Lookup lookup) {
        return new Lookup.Found(null);
    }

    @Override
    public void result(QueryResult result) {
        results.add(result);
    }
}
