package io.leat.server.engine;

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
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.crash.CrashPoint;
import io.leat.server.rest.AgentApi;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the agents of drivers are heard. Every answer but a poll's is durable before it is given. */
final class AgentDesk implements AgentApi {
    private final Loop loop;
    private final Drivers drivers;
    private final Reports reports;
    private final Batches batches;
    private final SourcePositions positions;
    private final Asks asks;
    private final Lookups lookups;
    private final String workspaceId;

    AgentDesk(
            Loop loop,
            Drivers drivers,
            Reports reports,
            Batches batches,
            Asks asks,
            Lookups lookups,
            String workspaceId) {
        this.loop = loop;
        this.drivers = drivers;
        this.reports = reports;
        this.batches = batches;
        this.positions = new SourcePositions(batches);
        this.asks = asks;
        this.lookups = lookups;
        this.workspaceId = workspaceId;
    }

    @Override
    public Registered register(Registration registration) {
        loop.call(step -> drivers.registered(step, registration));
        return new Registered(Protocol.VERSION, workspaceId);
    }

    @Override
    public CompletableFuture<Instructions> poll(Poll poll) {
        return loop.submit(step -> drivers.poll(step, poll)).thenCompose(Function.identity());
    }

    @Override
    public CompletableFuture<Acknowledged> report(Report report) {
        boolean output = report.tellsOfOutput();
        if (output) {
            CrashPoint.REPORT_RECEIVED.reach();
        }

        AtomicReference<@Nullable Instructions> next = new AtomicReference<>();
        return loop.submit(step -> {
                    Poll poll = report.poll();
                    if (poll != null) {
                        drivers.heard(step, poll, next::set);
                    }

                    return reports.take(step, report);
                })
                .thenApply(sequence -> {
                    if (output) {
                        CrashPoint.REPORT_STORED.reach();
                    }

                    return new Acknowledged(sequence, next.get());
                });
    }

    @Override
    public Minted mint(MintRequest request) {
        CrashPoint.MINT_RECEIVED.reach();
        Minted minted = loop.call(step -> batches.mint(step, request));
        CrashPoint.MINT_STORED.reach();
        return minted;
    }

    @Override
    public ListingAnswer listing(Listing listing) {
        return loop.call(step -> positions.compare(step, listing));
    }

    @Override
    public LogAnswer logRead(LogReading reading) {
        return loop.call(step -> positions.read(step, reading));
    }

    @Override
    public Lookup.Found lookUp(Lookup lookup) {
        return loop.call(step -> lookups.find(step.tables(), lookup));
    }

    @Override
    public void result(QueryResult result) {
        loop.call(step -> {
            asks.answered(step, drivers.load(result.driverId()), result);
            return true;
        });
    }
}
