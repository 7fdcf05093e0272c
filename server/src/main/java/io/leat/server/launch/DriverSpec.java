package io.leat.server.launch;

import java.util.Map;
import java.util.Objects;

/**
 * The driver that is wanted.
 *
 * @param token by which the agent in it speaks to the control plane; passed by the environment alone
 * @param master as Spark names it: {@code local[4]}, {@code spark://host:7077}, {@code yarn}, {@code k8s://…}
 * @param sparkConf settings of the application that win over Leat's own
 * @param slots task runs it may hold at once
 * @param memory heap of its JVM as Java's {@code -Xmx} takes it, such as {@code 2g}
 */
public record DriverSpec(
        String driverId, String token, String master, Map<String, String> sparkConf, int slots, String memory) {
    public DriverSpec {
        Objects.requireNonNull(driverId, "driverId is null");
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(master, "master is null");
        Objects.requireNonNull(memory, "memory is null");
        sparkConf = Map.copyOf(sparkConf);
    }

    /** Without the token, so that a spec may be logged. */
    @Override
    public String toString() {
        return "DriverSpec[%s on %s, %d slots, %s]".formatted(driverId, master, slots, memory);
    }
}
