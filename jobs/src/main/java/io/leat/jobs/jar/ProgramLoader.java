package io.leat.jobs.jar;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads a program's classes from its JARs before the driver's, so that a program has the versions of libraries that it
 * brings along. What a program shares with Spark by type, such as Spark, Scala and the logging interfaces, comes from
 * the driver, even when a JAR holds it too. Calls that end the JVM are rewritten on the way in; see {@link ProgramExit}.
 *
 * <p>It is not closed when the program is over: threads it left behind, and its shutdown hooks, still need classes.
 */
final class ProgramLoader extends URLClassLoader {
    private static final List<String> DRIVER_FIRST = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "org.w3c.dom.",
            "org.xml.sax.",
            "scala.",
            "org.apache.spark.",
            "org.apache.hadoop.",
            "io.delta.",
            "io.leat.",
            "org.slf4j.",
            "org.apache.log4j.",
            "org.apache.logging.",
            "org.apache.commons.logging.");

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final ProgramEnd end;
    private final ProgramOutput output;
    private final Map<ProgramJar, JarFile> open = new LinkedHashMap<>();

    /** @param parent the driver's classes, without those of a program */
    ProgramLoader(List<ProgramJar> jars, ClassLoader parent, ProgramEnd end, ProgramOutput output) {
        super(jars.stream().map(ProgramJar::url).toArray(URL[]::new), parent);
        this.end = end;
        this.output = output;
        jars.forEach(jar -> open.put(jar, open(jar)));
    }

    /** Which program the code belongs to that calls the caller of this method; empty when it is the driver's own. */
    static Optional<ProgramLoader> calling() {
        return StackWalker.getInstance(
                        Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES))
                .walk(ProgramLoader::first);
    }

    private static Optional<ProgramLoader> first(Stream<StackWalker.StackFrame> frames) {
        return frames.map(frame -> frame.getDeclaringClass().getClassLoader())
                .filter(ProgramLoader.class::isInstance)
                .map(ProgramLoader.class::cast)
                .findFirst();
    }

    ProgramEnd end() {
        return end;
    }

    ProgramOutput output() {
        return output;
    }

    List<ProgramJar> jars() {
        return List.copyOf(open.keySet());
    }

    /** Where the JARs, or the driver, have this class; empty when they have not. */
    Optional<String> origin(String name) {
        String path = name.replace('.', '/') + ".class";
        Optional<String> own = open.entrySet().stream()
                .filter(jar -> jar.getValue().getJarEntry(path) != null)
                .map(jar -> jar.getKey().toString())
                .findFirst();
        return DRIVER_FIRST.stream().anyMatch(name::startsWith) || own.isEmpty()
                ? ofDriver(path).or(() -> own)
                : own;
    }

    private Optional<String> ofDriver(String path) {
        URL url = getParent().getResource(path);
        if (url == null) {
            return Optional.empty();
        }

        String text = url.toString();
        int end = text.indexOf('!');
        return Optional.of(end < 0 ? "the driver" : text.substring(text.lastIndexOf('/', end) + 1, end));
    }

    /** Whether this class was defined by the program's JARs. */
    boolean defines(String name) {
        Class<?> type = findLoadedClass(name);
        return type != null && type.getClassLoader() == this;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> type = findLoadedClass(name);
            if (type != null) {
                return type;
            }

            boolean driverFirst = DRIVER_FIRST.stream().anyMatch(name::startsWith);
            return driverFirst ? driverThenOwn(name) : ownThenDriver(name);
        }
    }

    private Class<?> driverThenOwn(String name) throws ClassNotFoundException {
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            Class<?> own = own(name);
            if (own == null) {
                throw e;
            }

            return own;
        }
    }

    private Class<?> ownThenDriver(String name) throws ClassNotFoundException {
        Class<?> own = own(name);
        return own == null ? getParent().loadClass(name) : own;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> own = own(name);
        if (own == null) {
            throw new ClassNotFoundException(name);
        }

        return own;
    }

    private @Nullable Class<?> own(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (Map.Entry<ProgramJar, JarFile> jar : open.entrySet()) {
            JarEntry entry = jar.getValue().getJarEntry(path);
            if (entry != null) {
                try {
                    return define(name, jar.getKey().url(), jar.getValue(), entry);
                } catch (IOException e) {
                    throw new ClassNotFoundException(
                            "%s cannot be read from %s: %s".formatted(name, jar.getKey(), e.getMessage()), e);
                }
            }
        }

        return null;
    }

    private Class<?> define(String name, URL url, JarFile jar, JarEntry entry) throws IOException {
        byte[] code;
        try (InputStream in = jar.getInputStream(entry)) {
            code = ExitRewriting.rewrite(in.readAllBytes());
        }

        int dot = name.lastIndexOf('.');
        if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
            definePackage(name.substring(0, dot), jar, url);
        }

        return defineClass(name, code, 0, code.length, new CodeSource(url, entry.getCodeSigners()));
    }

    private void definePackage(String name, JarFile jar, URL url) throws IOException {
        try {
            if (jar.getManifest() == null) {
                definePackage(name, null, null, null, null, null, null, null);
            } else {
                definePackage(name, jar.getManifest(), url);
            }
        } catch (IllegalArgumentException e) {
            if (getDefinedPackage(name) == null) { // else another thread was first
                throw e;
            }
        }
    }

    private static JarFile open(ProgramJar jar) {
        try {
            return new JarFile(jar.file().toFile(), true, ZipFile.OPEN_READ, Runtime.version());
        } catch (IOException e) {
            throw JarErrors.notAJar(jar.toString(), e);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? getParent().getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
