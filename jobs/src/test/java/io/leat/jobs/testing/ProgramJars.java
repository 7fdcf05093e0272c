package io.leat.jobs.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles programs as a user's build does, into JARs. */
public final class ProgramJars {
    private static final Pattern NAME =
            Pattern.compile("package ([\\w.]+);.*?(?:class|interface|record) ([\\w$]+)", Pattern.DOTALL);

    private final Path folder;
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<String> classPath = new ArrayList<>();
    private int jars;

    /** @param folder for the JARs */
    public ProgramJars(Path folder) {
        this.folder = folder;
    }

    /** What is compiled next sees this JAR's classes before those of Spark. */
    public ProgramJars against(Path jar) {
        classPath.add(jar.toString());
        return this;
    }

    /** What is packed next holds this file too. */
    public ProgramJars with(String path, String text) {
        resources.put(path, text);
        return this;
    }

    /** @param sources each of one public class, with its package */
    public Path jar(String name, String... sources) {
        try {
            Path work = Files.createDirectories(folder.resolve("build-" + ++jars));
            compile(work, sources);
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                Path file = work.resolve("classes").resolve(resource.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, resource.getValue());
            }

            Path jar = folder.resolve(name);
            pack(work.resolve("classes"), jar);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path work, String... sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            Matcher names = NAME.matcher(source);
            if (!names.find()) {
                throw new IllegalArgumentException("no package and class in " + source);
            }

            Path file = work.resolve(names.group(1).replace('.', '/')).resolve(names.group(2) + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            files.add(file);
        }

        String path = String.join(":", classPath) + ":" + System.getProperty("java.class.path");
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-cp",
                path,
                "-d",
                work.resolve("classes").toString());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean done = compiler.getTask(
                        said,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(files))
                .call();
        if (!done) {
            throw new IllegalArgumentException(said.toString());
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                archive.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                archive.write(Files.readAllBytes(file));
            }
        }
    }
}
