package io.leat.jobs.jar;

import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.sql.Driver;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Makes the JDBC drivers of a program's JARs known to {@link java.sql.DriverManager}. It looks for drivers once for the
 * JVM, and in a warm driver it has done so before there was a program.
 */
final class JdbcDrivers {
    private static final String DECLARED = "META-INF/services/" + Driver.class.getName();

    private JdbcDrivers() {}

    /** What cannot be loaded is told in the log: the program may not need it. */
    static void register(ProgramLoader loader, TaskContext context) {
        try {
            if (!loader.findResources(DECLARED).hasMoreElements()) {
                return;
            }

            ServiceLoader.load(Driver.class, loader).stream()
                    .map(provider -> provider.type().getName())
                    .forEach(name -> register(name, loader, context));
        } catch (IOException | ServiceConfigurationError e) {
            context.log("The JDBC drivers of the JARs cannot be listed: " + e.getMessage());
        }
    }

    private static void register(String name, ProgramLoader loader, TaskContext context) {
        try {
            Class.forName(name, true, loader); // a driver registers itself when its class is initialised
        } catch (ClassNotFoundException | LinkageError e) {
            context.log("The JDBC driver %s cannot be loaded: %s".formatted(name, e.getMessage()));
        }
    }
}
