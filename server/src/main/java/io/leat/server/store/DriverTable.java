package io.leat.server.store;

import io.leat.core.cluster.Registration;
import io.leat.core.json.Json;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Drivers that were started, so that a control plane that comes back finds those that live. */
public final class DriverTable {
    private final Handle handle;

    DriverTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * A driver.
     *
     * @param sparkConf as a JSON object
     * @param pid of its process; 0 until it is known
     * @param processStarted when that process started, in epoch milliseconds
     * @param registration what it said of itself; null until it has
     * @param lastSequence of its events that are durable
     */
    public record DriverRow(
            String driverId,
            String tokenHash,
            String master,
            String sparkConf,
            long pid,
            long processStarted,
            long startedAt,
            @Nullable Registration registration,
            long lastSequence) {}

    public void insert(DriverRow driver) {
        handle.createUpdate("""
                        INSERT INTO driver (driver_id, token_hash, master, spark_conf, pid, process_started, started_at,
                                            last_sequence)
                        VALUES (:driverId, :tokenHash, :master, :sparkConf, :pid, :processStarted, :startedAt,
                                :lastSequence)""").bindMethods(driver).execute();
    }

    public void process(String driverId, long pid, long processStarted) {
        handle.createUpdate("UPDATE driver SET pid = ?, process_started = ? WHERE driver_id = ?")
                .bind(0, pid)
                .bind(1, processStarted)
                .bind(2, driverId)
                .execute();
    }

    public void registered(Registration registration) {
        handle.createUpdate("UPDATE driver SET registration = ? WHERE driver_id = ?")
                .bind(0, Json.write(registration))
                .bind(1, registration.driverId())
                .execute();
    }

    public void reported(String driverId, long lastSequence) {
        Prepared.of(handle, "UPDATE driver SET last_sequence = ? WHERE driver_id = ?")
                .bind(lastSequence)
                .bind(driverId)
                .execute();
    }

    public void ended(String driverId, long at) {
        handle.createUpdate("UPDATE driver SET ended_at = ? WHERE driver_id = ? AND ended_at IS NULL")
                .bind(0, at)
                .bind(1, driverId)
                .execute();
    }

    /** Those whose end is not known. */
    public List<DriverRow> open() {
        return handle.createQuery("SELECT * FROM driver WHERE ended_at IS NULL ORDER BY started_at")
                .map(DriverTable::row)
                .list();
    }

    private static DriverRow row(RowView row) {
        String registration = row.getColumn("registration", String.class);
        return new DriverRow(
                row.getColumn("driver_id", String.class),
                row.getColumn("token_hash", String.class),
                row.getColumn("master", String.class),
                row.getColumn("spark_conf", String.class),
                row.getColumn("pid", Long.class),
                row.getColumn("process_started", Long.class),
                row.getColumn("started_at", Long.class),
                registration == null ? null : Json.read(registration, Registration.class),
                row.getColumn("last_sequence", Long.class));
    }
}
