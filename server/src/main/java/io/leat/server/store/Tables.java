package io.leat.server.store;

import org.jdbi.v3.core.Handle;

/** The tables of the state within one transaction. */
public final class Tables {
    private final Handle handle;

    Tables(Handle handle) {
        this.handle = handle;
    }

    public JobTable jobs() {
        return new JobTable(handle);
    }

    public RunTable runs() {
        return new RunTable(handle);
    }

    public RepairTable repairs() {
        return new RepairTable(handle);
    }

    public TaskRunTable taskRuns() {
        return new TaskRunTable(handle);
    }

    public ForEachTable forEaches() {
        return new ForEachTable(handle);
    }

    public TaskValueTable taskValues() {
        return new TaskValueTable(handle);
    }

    public FenceTable fences() {
        return new FenceTable(handle);
    }

    public EventTable events() {
        return new EventTable(handle);
    }

    public BatchTable batches() {
        return new BatchTable(handle);
    }

    public TableLogTable tableLogs() {
        return new TableLogTable(handle);
    }

    public DriverTable drivers() {
        return new DriverTable(handle);
    }

    public ModelTable models() {
        return new ModelTable(handle);
    }

    public OutboxTable outbox() {
        return new OutboxTable(handle);
    }

    public PoolTable pools() {
        return new PoolTable(handle);
    }

    SecretTable secrets() {
        return new SecretTable(handle);
    }
}
