package io.leat.jobs.agent;

import io.leat.core.cluster.AgentEvent.Finish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SparkFileUtils$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of the process from which a class-data archive is taken: does in a temporary directory what drivers
 * do, so that the classes they need are loaded when it ends. It is a true agent with a small job, told by a control
 * plane of its own; the workspace is not touched.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROWS = 60;

    private WarmUp() {}

    public static void main(String[] args) throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        Path folder = Files.createTempDirectory("leat-warm-up");
        try {
            Map<String, Finish> ends = run(spark, TaskKinds.all(), folder);
            ends.forEach((task, end) -> LOG.info("{}: {} {}", task, end.outcome(), end.message()));
        } finally {
            spark.stop();
            SparkFileUtils$.MODULE$.deleteRecursively(folder.toFile());
        }
    }

    /** Runs the small job in this folder and says how each of its tasks ended. */
    static Map<String, Finish> run(SparkSession spark, TaskKinds kinds, Path folder) throws IOException {
        Files.writeString(folder.resolve("visits.csv"), visits());
        Files.writeString(folder.resolve("orders.json"), orders());
        try (WarmUpPlane plane = new WarmUpPlane(folder)) {
            AgentSettings settings = new AgentSettings(
                    "warm-up",
                    "none",
                    plane.rendezvous(),
                    folder.resolve("warehouse").toString(),
                    folder.resolve("models").toString(),
                    folder.resolve("artifacts"),
                    folder.resolve("scratch"),
                    "00000000-0000-0000-0000-000000000000",
                    1,
                    Duration.ofMinutes(5));
            Agent agent = new Agent(settings, spark, kinds, new ControlPlane(settings.rendezvous(), settings.token()));
            agent.live(Registrations.of(settings, spark.sparkContext()));
            return plane.ends();
        }
    }

    private static String visits() {
        StringBuilder text = new StringBuilder("id,user,at\n");
        IntStream.range(0, ROWS)
                .forEach(i -> text.append("%d,u%d,2026-01-01T%02d:%02d:00Z\n".formatted(i, i % 7, i / 10, i % 50)));
        return text.toString();
    }

    private static String orders() {
        String line = "{\"id\":%d,\"user\":\"u%d\",\"at\":\"2026-01-01T%02d:%02d:30Z\",\"amount\":%d.5,\"label\":%d}\n";
        StringBuilder text = new StringBuilder();
        IntStream.range(0, ROWS)
                .forEach(i -> text.append(line.formatted(i, i % 7, i / 10, i % 50, i * 3 % 11, i * i % 5 % 2)));
        return text.toString();
    }
}
