package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.Libraries;
import io.leat.core.json.Json;
import io.leat.jobs.jar.JarTask;
import io.leat.jobs.testing.ForkedJvm;
import io.leat.jobs.testing.ProgramJars;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A driver that runs one program, and says how that ended and why it left itself. */
final class StoppingDriver {
    private StoppingDriver() {}

    /** The first argument is a folder, the second what the program does. */
    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[0]);
        Path jar = new ProgramJars(folder).jar("app.jar", """
                package com.acme;
                public class Stops {
                    public static void main(String[] args) throws Exception {
                        org.apache.spark.sql.SparkSession spark =
                            org.apache.spark.sql.SparkSession.builder().getOrCreate();
                %s
                    }
                }
                """.formatted(args[1]));
        ObjectNode body = Json.object().put("main_class_name", "com.acme.Stops");
        Libraries libraries =
                new Libraries(List.of(), List.of(), List.of(), List.of(jar.toString()), List.of(), List.of());
        try (RunningAgent agent = new RunningAgent(folder)) {
            agent.run(1, body, libraries, new JarTask());
            Finish finish = agent.controlPlane.awaitFinish(1);
            System.out.println(ForkedJvm.MARK + finish.outcome() + ": " + finish.message());
            System.out.println(ForkedJvm.MARK + agent.end().get(1, TimeUnit.MINUTES));
        }
        System.exit(0);
    }
}
