package io.leat.jobs.jar;

import io.leat.core.cluster.Libraries;
import io.leat.core.json.Json;
import io.leat.jobs.lineage.Observer;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.ProgramSettings;
import io.leat.jobs.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;

/**
 * Runs the main method of a class in the user's JARs, written as for {@code spark-submit}:
 * {@code SparkSession.builder().getOrCreate()} gives it the task's session. The program is over when a JVM would be:
 * when main has returned and the threads that it started, other than daemons, have ended; when it threw; or when any of
 * its threads called {@code System.exit}.
 */
public final class JarTask implements DataTask {
    @Override
    public void run(TaskContext context) throws InterruptedException {
        JarSettings settings = Json.convert(context.assignment().body(), JarSettings.class);
        context.activity("loading JARs");
        List<ProgramJar> jars = jars(context, settings);
        DriverClasses classes = DriverClasses.installed();
        ProgramOutput output = new ProgramOutput(context::log);
        ProgramLoader loader = new ProgramLoader(jars, classes.getParent(), new ProgramEnd(), output);
        classes.begin(loader);
        try {
            ship(context.spark().sparkContext(), jars);
            ProgramStreams.install();
            String base = context.assignment().baseDir();
            if (base.startsWith("/")) { // Java's own paths count from the driver's folder; a JVM cannot change that
                ProgramSettings.set(context, base);
            }

            JdbcDrivers.register(loader, context);
            start(context, settings, loader);
        } finally {
            output.close();
            context.output(output.json());
            classes.end();
        }
    }

    private static void start(TaskContext context, JarSettings settings, ProgramLoader loader)
            throws InterruptedException {
        String name = settings.mainClassName();
        if (name == null || name.isBlank()) {
            throw JarErrors.noMainClassName(MainClasses.in(loader.jars()));
        }

        Uncaught uncaught = new Uncaught(loader, name.strip());
        MainMethod main;
        try {
            main = MainMethod.find(name.strip(), loader);
        } catch (LinkageError e) {
            throw uncaught.failure(e);
        }

        context.activity("running " + name.strip());
        Program program = new Program(context, loader, uncaught);
        Observer.watching(context, context.spark()).during(() -> program.run(main, settings.arguments()));
    }

    private static List<ProgramJar> jars(TaskContext context, JarSettings settings) throws InterruptedException {
        Libraries libraries = context.assignment().libraries();
        List<String> named = new ArrayList<>(libraries.jars());
        if (settings.jarUri() != null && !settings.jarUri().isBlank()) {
            named.add(settings.jarUri());
        }

        List<ProgramJar> jars = new ArrayList<>(JarFetch.fetch(context, named));
        SparkContext spark = context.spark().sparkContext();
        jars.addAll(MavenJars.resolve(spark.getConf(), libraries.maven(), context::activity));
        return jars;
    }

    /** Executors in other JVMs load the JARs themselves; in this one they have the program's loader. */
    private static void ship(SparkContext spark, List<ProgramJar> jars) {
        if (!spark.isLocal()) {
            jars.forEach(jar -> spark.addJar(jar.file().toString()));
        }
    }
}
