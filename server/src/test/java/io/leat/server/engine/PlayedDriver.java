package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Settled;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.LogReading;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.lineage.Lineage;
import io.leat.server.rest.AgentApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A driver played by a test, speaking the agent protocol to the engine's own port. */
final class PlayedDriver {
    private static final long PATIENCE_SECONDS = 10;

    final String driverId;
    final List<Long> holding = new ArrayList<>();
    final List<Long> cancelling = new ArrayList<>();
    final List<AgentEvent> sent = new ArrayList<>();
    private final AgentApi agents;
    private long sequence;

    PlayedDriver(AgentApi agents, String driverId) {
        this.agents = agents;
        this.driverId = driverId;
    }

    PlayedDriver registered() {
        agents.register(new Registration(
                Protocol.VERSION, driverId, 1, "here", 2, "local[2]", "4.1.3", "app", 5_000, false, null));
        return this;
    }

    Instructions poll() {
        try {
            Poll poll = new Poll(driverId, holding, cancelling, List.of());
            return agents.poll(poll).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no instructions", e);
        }
    }

    /** The one task run it is given next. */
    Assignment take() {
        List<Assignment> given = poll().run();
        if (given.size() != 1) {
            throw new IllegalStateException("given " + given);
        }

        return accept(given.get(0));
    }

    Assignment accept(Assignment assignment) {
        holding.add(assignment.taskRunId());
        report(AgentEvent.started(assignment, 0));
        return assignment;
    }

    void finish(Assignment assignment, Outcome outcome, String message) {
        finish(assignment, new Finish(outcome, message, null));
    }

    void lineage(Assignment assignment, Lineage lineage) {
        report(AgentEvent.lineage(assignment, 0, lineage));
    }

    /** Succeeds, and hands these values on. */
    void finish(Assignment assignment, Map<String, JsonNode> values) {
        finish(assignment, new Finish(Outcome.SUCCESS, "", null, values, null));
    }

    void finish(Assignment assignment, Finish finish) {
        report(AgentEvent.finished(assignment, 0, finish));
        holding.remove(assignment.taskRunId());
    }

    void commit(Assignment assignment, String batchId, long version) {
        report(AgentEvent.committed(assignment, 0, commit(batchId, version)));
    }

    void settledAsCommitted(Assignment assignment, String batchId, long version) {
        Settled settled = new Settled(batchId, BatchState.COMMITTED, commit(batchId, version));
        report(AgentEvent.settled(assignment, 0, settled));
    }

    void settledAsBurnt(Assignment assignment, String batchId) {
        report(AgentEvent.settled(assignment, 0, new Settled(batchId, BatchState.BURNT, null)));
    }

    private static Commit commit(String batchId, long version) {
        return new Commit(batchId, "bronze.clicks", "t1", version, 10L, 10L, 100L, 1, false, null);
    }

    Minted mint(Assignment assignment, WriteMode mode, SourceFile... files) {
        return mint(assignment, mode, Manifest.ofFiles(List.of(files)));
    }

    Minted mint(Assignment assignment, WriteMode mode, Manifest manifest) {
        return mint(assignment, mode, null, manifest);
    }

    Minted mint(Assignment assignment, WriteMode mode, @Nullable Slice slice, Manifest manifest) {
        return agents.mint(new MintRequest(
                driverId,
                assignment.taskRunId(),
                assignment.fence(),
                "target",
                "bronze.clicks",
                mode,
                slice,
                manifest,
                assignment.codeHash()));
    }

    /** Lists files for the table at version 1. */
    ListingAnswer list(Assignment assignment, SourceFile... files) {
        return list(assignment, at("t1", 1), files);
    }

    ListingAnswer list(Assignment assignment, TablePin at, SourceFile... files) {
        return listing(assignment, at, files);
    }

    ListingAnswer listWithoutTable(Assignment assignment, SourceFile... files) {
        return listing(assignment, null, files);
    }

    private ListingAnswer listing(Assignment assignment, @Nullable TablePin at, SourceFile... files) {
        return agents.listing(
                new Listing(driverId, assignment.taskRunId(), assignment.fence(), "bronze.clicks", at, List.of(files)));
    }

    static TablePin at(String tableId, long version) {
        return new TablePin("bronze.clicks", tableId, version);
    }

    List<HeldBatch> read(Assignment assignment, LogPart part) {
        LogReading reading = new LogReading(driverId, assignment.taskRunId(), assignment.fence(), part);
        return agents.logRead(reading).unknown();
    }

    void log(Assignment assignment, String line) {
        report(AgentEvent.log(assignment, 0, List.of(line)));
    }

    private void report(AgentEvent fact) {
        AgentEvent event = fact.numbered(++sequence);
        sent.add(event);
        agents.report(new Report(driverId, List.of(event))).join();
    }

    /** Leaves out a sequence number that was used before. */
    void skip() {
        sequence++;
    }

    /** Sends all it ever sent once more, as an agent does whose acknowledgements were lost. */
    long sendAgain() {
        return agents.report(new Report(driverId, sent)).join().sequence();
    }
}
