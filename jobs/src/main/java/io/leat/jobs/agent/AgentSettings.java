package io.leat.jobs.agent;

import io.leat.core.cluster.Protocol;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * How one agent is set up.
 *
 * @param token by which the control plane knows this driver; from the environment alone
 * @param rendezvous the file that says where the control plane is now
 * @param artifacts where what programs leave is kept, a folder for each task run
 * @param scratch for a folder for each task run while it runs
 * @param slots task runs that run at the same time
 * @param orphanAfter without a word from the control plane the driver leaves
 */
record AgentSettings(
        String driverId,
        String token,
        Path rendezvous,
        String warehouse,
        String models,
        Path artifacts,
        Path scratch,
        String workspaceId,
        int slots,
        Duration orphanAfter) {

    static AgentSettings of(Map<String, String> environment, SparkConf conf) {
        return new AgentSettings(
                variable(environment, Protocol.DRIVER_VARIABLE),
                variable(environment, Protocol.TOKEN_VARIABLE),
                Path.of(variable(environment, Protocol.RENDEZVOUS_VARIABLE)),
                setting(conf, "spark.leat.warehouse"),
                setting(conf, "spark.leat.models"),
                Path.of(setting(conf, "spark.leat.artifacts")),
                Path.of(setting(conf, "spark.leat.scratch")),
                setting(conf, "spark.leat.workspace"),
                conf.getInt("spark.leat.slots", 2),
                Duration.ofSeconds(conf.getLong("spark.leat.orphan.seconds", 600)));
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw missing("environment variable " + name);
        }

        return value;
    }

    private static String setting(SparkConf conf, String name) {
        if (!conf.contains(name)) {
            throw missing("Spark setting " + name);
        }

        return conf.get(name);
    }

    private static LeatException missing(String what) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "The driver cannot start: the " + what + " is not set. Leat's control plane sets it when it starts a"
                        + " driver; this program is not started by hand.");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AgentSettings[%s, %d slots, %s]".formatted(driverId, slots, rendezvous);
    }
}
