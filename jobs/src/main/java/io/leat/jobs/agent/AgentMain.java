package io.leat.jobs.agent;

import io.leat.core.cluster.Protocol;
import io.leat.jobs.http.Http;
import io.leat.jobs.jar.DriverClasses;
import io.leat.jobs.python.PythonRunner;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The main class of a driver. Started by Spark's submit machinery, which gives it its Spark settings; the environment
 * gives it its id, its token and the place where it finds the control plane. Exits with 0 when told to leave, 3 when the
 * control plane was silent too long, 4 when refused, 5 when Spark or the JVM failed.
 */
public final class AgentMain {
    private AgentMain() {}

    public static void main(String[] args) {
        System.setProperty(
                "jdk.httpclient.keepalive.timeout", "20"); // seconds; less than servers keep idle connections
        Http.prepare();
        DriverClasses.install();
        SparkSession spark = SparkSession.builder().getOrCreate();
        SparkContext context = spark.sparkContext();
        AgentSettings settings = AgentSettings.of(System.getenv(), context.conf());
        ControlPlane controlPlane = new ControlPlane(settings.rendezvous(), settings.token());
        if (context.conf().getBoolean(Protocol.ALONE_SETTING, false)) {
            PythonRunner.prepare(spark);
        }

        Agent agent = new Agent(settings, spark, TaskKinds.all(), controlPlane);
        Runtime.getRuntime().addShutdownHook(new Thread(agent::terminate, "leat-terminate"));
        Agent.Leaving why = agent.live(Registrations.of(settings, context));
        spark.stop();
        System.exit(why.status());
    }
}
