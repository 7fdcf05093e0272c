package io.leat.connectors.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One Spark for all tests of a JVM, with a warehouse of its own; each caller gets a session of its own. */
final class TestSpark {
    static final String WORKSPACE = "5f0c7a52-6d1e-4a4e-9d0c-2f9e0c0f1a11";

    private static final Path WAREHOUSE = newDirectory();
    private static final SparkSession SPARK = start();

    private TestSpark() {}

    static SparkSession session() {
        SparkSession session = SPARK.newSession();
        SparkSession.setActiveSession(session);
        return session;
    }

    static String warehouse() {
        return WAREHOUSE.toString();
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("leat-warehouse").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SparkSession start() {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("leat-tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.catalog.leat", LeatCatalog.class.getName())
                .config("spark.sql.catalog.leat.warehouse", WAREHOUSE.toString())
                .config("spark.sql.defaultCatalog", "leat")
                .config(
                        "spark.sql.warehouse.dir",
                        WAREHOUSE
                                .resolveSibling(WAREHOUSE.getFileName() + "-hive")
                                .toString())
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
                // Delta checks its checksums by a Spark job at every commit when the JVM is not in UTC.
                .config("spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled", "false")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }
}
