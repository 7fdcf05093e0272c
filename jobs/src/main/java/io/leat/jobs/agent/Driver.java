package io.leat.jobs.agent;

import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * What all task runs of a driver share.
 *
 * @param slots the numbers of those that are free
 * @param fatal told when the driver cannot go on, and why
 */
record Driver(
        AgentSettings settings,
        SparkSession spark,
        TaskKinds kinds,
        ControlPlane controlPlane,
        Outbox outbox,
        SparkProgress progress,
        LogLines logLines,
        DriverLog driverLog,
        BlockingQueue<Integer> slots,
        Consumer<String> fatal) {}
