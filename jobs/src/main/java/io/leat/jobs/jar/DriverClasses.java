package io.leat.jobs.jar;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The class loader that Spark has in a driver: all the driver's own classes and, while there is a program, that
 * program's. Spark fixes the parent of its task threads' loader, and the loader of its serializers, when it starts; a
 * program comes later. If it got a loader of its own beside Spark's, tasks in this JVM would load its classes a second
 * time, and what they return could not be cast to what the program expects. So {@link #install} stands under Spark from
 * the start, and hands on to the program's loader.
 *
 * <p>On a cluster the executors have loaders of their own; there the JARs arrive by {@code addJar}.
 */
public final class DriverClasses extends ClassLoader {
    private static @Nullable DriverClasses installed;

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private volatile @Nullable ProgramLoader program;
    private boolean busy;

    private DriverClasses(ClassLoader driver) {
        super(driver);
    }

    /** To be called before Spark starts, on the thread that starts it; makes it that thread's context loader. */
    public static synchronized void install() {
        Thread thread = Thread.currentThread();
        DriverClasses classes = installed;
        if (classes == null) {
            classes = new DriverClasses(thread.getContextClassLoader());
            installed = classes;
        }

        thread.setContextClassLoader(classes);
    }

    static synchronized DriverClasses installed() {
        if (installed == null) {
            throw new IllegalStateException("DriverClasses.install() was not called before Spark started");
        }

        return installed;
    }

    /** From now on the classes of this program can be found by Spark, until another program comes. */
    synchronized void begin(ProgramLoader loader) {
        if (busy) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "The driver runs another JAR program; a driver runs one at a time. Give the task a cluster of its"
                            + " own.");
        }

        busy = true;
        program = loader;
    }

    /** The program is over. Threads it left behind still find its classes. */
    synchronized void end() {
        busy = false;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        ProgramLoader loader = program;
        return loader == null ? super.loadClass(name, resolve) : loader.loadClass(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        ProgramLoader loader = program;
        return loader == null ? super.getResource(name) : loader.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        ProgramLoader loader = program;
        return loader == null ? super.getResources(name) : loader.getResources(name);
    }
}
