package io.leat.server.launch;

import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Spark settings of a driver: what Leat needs, what starts fast, then what the user says. */
final class SparkConf {
    private static final Pattern LOOPBACK = Pattern.compile("spark://(127\\.0\\.0\\.1|localhost|\\[::1])[:/].*");

    private SparkConf() {}

    static Map<String, String> of(
            DriverSpec spec, Workspace workspace, String workspaceId, Settings settings, SparkRuntime runtime) {
        Map<String, String> conf = new TreeMap<>();
        tables(conf, workspace, settings);
        conf.put("spark.leat.models", workspace.models().toString());
        conf.put("spark.leat.artifacts", workspace.artifacts().toString());
        conf.put("spark.leat.scratch", workspace.scratch().toString());
        conf.put("spark.leat.python", runtime.python().toString());
        conf.put("spark.leat.workspace", workspaceId);
        conf.put("spark.leat.slots", String.valueOf(spec.slots()));
        conf.put("spark.app.name", "leat-" + spec.driverId());
        conf.put("spark.submit.deployMode", "client");
        conf.put("spark.scheduler.mode", "FAIR");
        conf.put("spark.sql.session.timeZone", "UTC");
        conf.put("spark.sql.catalogImplementation", "in-memory");
        conf.put("spark.ui.enabled", String.valueOf(settings.sparkUi()));
        conf.put("spark.ui.showConsoleProgress", "false");
        if (isLocal(spec.master())) {
            local(conf, workspace);
        } else {
            remote(conf, spec, runtime);
        }
        conf.putAll(spec.sparkConf());
        conf.put("spark.leat.http.allow", settings.httpAllow()); // the administrator's word alone
        return conf;
    }

    /** Where drivers on this machine keep what they shuffle and spill. */
    static Path localFolder(Workspace workspace) {
        return workspace.tmp().resolve("spark");
    }

    static boolean isLocal(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    private static void tables(Map<String, String> conf, Workspace workspace, Settings settings) {
        String warehouse =
                settings.warehouse().isBlank() ? workspace.warehouse().toString() : settings.warehouse();
        conf.put("spark.leat.warehouse", warehouse);
        conf.put(
                "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension,io.leat.jobs.expression.SqlArguments");
        conf.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        conf.put("spark.sql.catalog.leat", "io.leat.connectors.delta.LeatCatalog");
        conf.put("spark.sql.catalog.leat.warehouse", warehouse);
        conf.put("spark.sql.defaultCatalog", "leat");
        conf.put(
                "spark.sql.warehouse.dir",
                workspace.tmp().resolve("spark-warehouse").toString());
        conf.put("spark.databricks.delta.properties.defaults.checkpointInterval", "100");
        conf.put("spark.databricks.delta.properties.defaults.setTransactionRetentionDuration", "interval 90 days");
        conf.put("spark.databricks.delta.snapshotPartitions", "1");
    }

    private static void local(Map<String, String> conf, Workspace workspace) {
        String cores = String.valueOf(Runtime.getRuntime().availableProcessors());
        conf.put("spark.driver.host", "127.0.0.1");
        conf.put("spark.driver.bindAddress", "127.0.0.1");
        conf.put("spark.local.dir", localFolder(workspace).toString());
        conf.put("spark.sql.shuffle.partitions", cores);
        conf.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", cores);
    }

    private static void remote(Map<String, String> conf, DriverSpec spec, SparkRuntime runtime) {
        if (LOOPBACK.matcher(spec.master()).matches()) {
            conf.put("spark.driver.host", "127.0.0.1");
            conf.put("spark.driver.bindAddress", "127.0.0.1");
        }
        conf.put("spark.executor.extraJavaOptions", "-Duser.timezone=UTC");
        conf.put("spark.jars", runtime.added().stream().map(Path::toString).collect(Collectors.joining(",")));
    }
}
