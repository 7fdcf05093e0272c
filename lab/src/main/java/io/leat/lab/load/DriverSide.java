package io.leat.lab.load;

import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A driver's side of the wire: who it is, and what it has to tell until that is known to have arrived. */
final class DriverSide {
    private final String driverId;
    private final String kind;
    private final int slots;
    private final Wire wire;
    private final List<AgentEvent> events = new ArrayList<>();
    private long sequence;
    private long turn;

    private DriverSide(String driverId, String kind, int slots, Wire wire) {
        this.driverId = driverId;
        this.kind = kind;
        this.slots = slots;
        this.wire = wire;
    }

    /**
     * Of the driver that a control plane has started this process as.
     *
     * @param kind of driver, for its name
     * @param slots task runs that it takes at once
     */
    static DriverSide ofEnvironment(String kind, int slots) {
        Map<String, String> environment = System.getenv();
        Path rendezvous = Path.of(environment.get(Protocol.RENDEZVOUS_VARIABLE));
        Wire wire = new Wire(rendezvous, environment.get(Protocol.TOKEN_VARIABLE));
        return new DriverSide(environment.get(Protocol.DRIVER_VARIABLE), kind, slots, wire);
    }

    /** @throws IOException when there is no answer, or a refusal */
    void register() throws IOException {
        wire.post(Protocol.REGISTER, registration(), Registered.class);
    }

    private Registration registration() {
        long age = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        return new Registration(
                Protocol.VERSION,
                driverId,
                ProcessHandle.current().pid(),
                "localhost",
                Runtime.getRuntime().availableProcessors(),
                "none",
                "none",
                kind + "-" + driverId,
                age,
                false,
                null,
                slots);
    }

    /** Is told with the next report. */
    void tell(AgentEvent event) {
        events.add(event.numbered(++sequence));
    }

    /** Whether there is something that is not known to have arrived. */
    boolean hasEvents() {
        return !events.isEmpty();
    }

    /**
     * Waits for something to do.
     *
     * @throws IOException when there is no answer, or a refusal
     */
    Instructions poll(Collection<Long> holding) throws IOException {
        return wire.post(Protocol.POLL, said(holding), Instructions.class);
    }

    /**
     * Tells what there is to tell, and returns what comes with the answer.
     *
     * @throws IOException when there is no answer, or a refusal; all is told again with the next report
     */
    Instructions report(Collection<Long> holding) throws IOException {
        Report report = new Report(driverId, events, said(holding));
        Acknowledged answer = wire.post(Protocol.REPORT, report, Acknowledged.class);
        events.removeIf(event -> event.sequence() <= answer.sequence());
        return Objects.requireNonNullElse(answer.instructions(), Instructions.NONE);
    }

    private Poll said(Collection<Long> holding) {
        return new Poll(driverId, List.copyOf(holding), List.of(), List.of(), ++turn);
    }
}
