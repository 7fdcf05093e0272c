package io.leat.jobs.testing;

import io.leat.connectors.delta.LeatCatalog;
import io.leat.jobs.expression.SqlArguments;
import io.leat.jobs.jar.DriverClasses;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One local Spark for all tests of a JVM; each caller gets a session of its own, as a task run does. */
public final class TestSpark {
    private TestSpark() {}

    /** A new session whose catalog {@code leat} has its tables under {@code warehouse}. */
    public static SparkSession session(Path warehouse) {
        DriverClasses.install();
        SparkSession session = Holder.SPARK.newSession();
        session.conf().set("spark.sql.catalog.leat.warehouse", warehouse.toUri().toString());
        session.conf()
                .set(
                        "spark.leat.python",
                        Path.of("../python").toAbsolutePath().normalize().toString());
        return session;
    }

    private static final class Holder {
        private static final SparkSession SPARK = SparkSession.builder()
                .appName("leat-tests")
                .master(System.getProperty("leat.test.master", "local[2]"))
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
                .config(
                        "spark.sql.extensions",
                        "io.delta.sql.DeltaSparkSessionExtension," + SqlArguments.class.getName())
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.catalog.leat", LeatCatalog.class.getName())
                .config("spark.sql.defaultCatalog", "leat")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config("spark.databricks.delta.properties.defaults.checkpointInterval", "100")
                .getOrCreate();
    }
}
