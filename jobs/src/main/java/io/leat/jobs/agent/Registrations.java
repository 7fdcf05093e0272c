package io.leat.jobs.agent;

import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registration;
import java.lang.management.ManagementFactory;
import org.apache.spark.SparkContext;

/** What this driver says of itself. */
final class Registrations {
    private Registrations() {}

    static Registration of(AgentSettings settings, SparkContext context) {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        return new Registration(
                Protocol.VERSION,
                settings.driverId(),
                ProcessHandle.current().pid(),
                context.conf().get("spark.driver.host"),
                context.defaultParallelism(),
                context.master(),
                context.version(),
                context.applicationId(),
                System.currentTimeMillis() - started,
                ClassDataArchive.isUsed(),
                context.uiWebUrl().isDefined() ? context.uiWebUrl().get() : null);
    }
}
