package io.leat.jobs.agent;

import io.leat.core.cluster.Assignment;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.MDC;

/**
 * A session of one's own on the calling thread, whose Spark jobs, and log lines, can be told from all others. A new
 * session takes what the driver was started with and nothing set since, so what must hold is set here.
 */
final class TaskSession implements AutoCloseable {
    /** The key of a log line's context that names the group; Spark's own threads carry it too. */
    static final String LOG_KEY = "mdc.leat";

    private final SparkSession spark;

    private TaskSession(SparkSession spark) {
        this.spark = spark;
    }

    /** @param group by which its Spark jobs are cancelled and counted */
    static TaskSession open(SparkSession driver, String warehouse, String group, String description, int slot) {
        SparkSession session = driver.newSession();
        session.conf().set("spark.sql.session.timeZone", "UTC");
        session.conf().set("spark.sql.datetime.java8API.enabled", "true");
        session.conf().set("spark.sql.catalog.leat.warehouse", warehouse);
        SparkSession.setActiveSession(session);
        SparkContext context = session.sparkContext();
        context.setJobGroup(group, description, true);
        context.setLocalProperty("spark.scheduler.pool", "slot-" + slot);
        context.setLocalProperty(LOG_KEY, group);
        MDC.put(LOG_KEY, group);
        return new TaskSession(session);
    }

    SparkSession spark() {
        return spark;
    }

    /** Sets what the task asks for. */
    void configure(Assignment assignment) {
        assignment.sparkConf().forEach((name, value) -> {
            try {
                spark.conf().set(name, value);
            } catch (Exception e) { // Spark's AnalysisException is checked, and not declared
                throw refused(name, e);
            }
        });
    }

    private static LeatException refused(String name, Exception e) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The Spark setting %s cannot be set for one task: %s Settings of the whole driver belong in the"
                                .formatted(name, Endings.oneLine(e))
                        + " cluster's spark_conf.",
                e);
    }

    @Override
    public void close() {
        SparkContext context = spark.sparkContext();
        context.clearJobGroup();
        context.setLocalProperty("spark.scheduler.pool", null);
        context.setLocalProperty(LOG_KEY, null);
        MDC.remove(LOG_KEY);
        SparkSession.clearActiveSession();
    }
}
