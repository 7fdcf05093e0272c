package io.leat.server.launch;

import io.leat.core.cluster.Protocol;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the process of a driver is started. Settings and class path are in files, so that the command line is short and
 * shows no secret to other users of the machine.
 *
 * @param command the program and its arguments
 * @param arguments the lines of the file that {@code command} ends with
 * @param conf Spark's settings, for the file that {@code arguments} names
 * @param environment added to the control plane's own
 */
record SubmitCommand(
        List<String> command, List<String> arguments, Map<String, String> conf, Map<String, String> environment) {
    static final String AGENT = "io.leat.jobs.agent.AgentMain";
    static final String WARM_UP = "io.leat.jobs.agent.WarmUp";

    private static final int FEW_CORES = 2;
    /** Packages of the JDK that Spark reaches into, as its own JavaModuleOptions lists them. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5");

    /** Where a driver finds the control plane, and who it is. */
    static Map<String, String> environment(DriverSpec spec, Workspace workspace, SparkRuntime runtime) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(Protocol.TOKEN_VARIABLE, spec.token());
        environment.put(Protocol.DRIVER_VARIABLE, spec.driverId());
        environment.put(Protocol.RENDEZVOUS_VARIABLE, workspace.control().toString());
        environment.put("SPARK_HOME", runtime.home().toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put(
                "PYSPARK_PYTHON", runtime.python().resolve("leat-worker").toString());
        if (SparkConf.isLocal(spec.master())) {
            environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        }
        return environment;
    }

    static SubmitCommand driver(
            DriverSpec spec,
            Workspace workspace,
            String workspaceId,
            Settings settings,
            SparkRuntime runtime,
            @Nullable Path archive,
            DriverFiles files) {
        List<String> arguments = new ArrayList<>(jvm(spec.memory()));
        if (archive != null) {
            arguments.add("-Xshare:auto");
            arguments.add("-XX:SharedArchiveFile=" + archive);
        }
        arguments.add("-Dlog4j2.configurationFile=" + files.logging().toUri());
        arguments.addAll(submit(runtime, spec.master(), files.properties(), AGENT, hadoop(spec.master())));
        return new SubmitCommand(
                List.of(java(), "@" + files.arguments()),
                arguments,
                SparkConf.of(spec, workspace, workspaceId, settings, runtime),
                environment(spec, workspace, runtime));
    }

    /** A program that does what drivers do and leaves an archive of the classes it loaded. */
    static SubmitCommand warmUp(
            DriverSpec spec,
            Workspace workspace,
            Settings settings,
            SparkRuntime runtime,
            Path archive,
            DriverFiles files) {
        List<String> arguments = new ArrayList<>(jvm(spec.memory()));
        arguments.add("-XX:ArchiveClassesAtExit=" + archive);
        arguments.add("-Dlog4j2.configurationFile=" + files.logging().toUri());
        arguments.addAll(submit(runtime, spec.master(), files.properties(), WARM_UP, List.of()));
        return new SubmitCommand(
                List.of(java(), "@" + files.arguments()),
                arguments,
                SparkConf.of(spec, workspace, "warm-up", settings, runtime),
                environment(spec, workspace, runtime));
    }

    /** What must be equal between the making of a class-data archive and its use, besides the JARs. */
    static String collector() {
        return Runtime.getRuntime().availableProcessors() <= FEW_CORES ? "-XX:+UseSerialGC" : "-XX:+UseG1GC";
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> jvm(String memory) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+IgnoreUnrecognizedVMOptions");
        OPENED.forEach(name -> flags.add("--add-opens=" + name + "=ALL-UNNAMED"));
        flags.add("-Djdk.reflect.useDirectMethodHandle=false");
        flags.add("-Dio.netty.tryReflectionSetAccessible=true");
        flags.add("-Duser.timezone=UTC");
        flags.add("-Dfile.encoding=UTF-8");
        flags.add("-Xmx" + memory);
        flags.add(collector());
        flags.add("-XX:+ExitOnOutOfMemoryError");
        return flags;
    }

    private static List<String> submit(
            SparkRuntime runtime, String master, Path properties, String main, List<String> before) {
        String classPath = String.join(
                File.pathSeparator,
                Stream.concat(before.stream(), runtime.classPath().stream().map(Path::toString))
                        .collect(Collectors.toList()));
        List<String> arguments =
                new ArrayList<>(List.of("-cp", classPath, "org.apache.spark.deploy.SparkSubmit", "--master", master));
        arguments.addAll(List.of("--properties-file", properties.toString()));
        if (runtime.ofUser()) {
            arguments.add("--load-spark-defaults");
        }
        arguments.addAll(List.of("--class", main, runtime.agent().toString()));
        return arguments;
    }

    /** The cluster's Hadoop settings, which Spark's own scripts put first on the class path. */
    private static List<String> hadoop(String master) {
        if (SparkConf.isLocal(master)) {
            return List.of();
        }
        return Stream.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .toList();
    }
}
