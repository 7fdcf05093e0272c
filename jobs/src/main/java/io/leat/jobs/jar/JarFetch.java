package io.leat.jobs.jar;

import io.leat.jobs.task.TaskContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Brings the JARs that a task names to this task run's own folder, from wherever Hadoop can read. Also those on this
 * machine are copied: a build may replace them while the program runs.
 */
final class JarFetch {
    private final TaskContext context;
    private final Path folder;
    private final List<ProgramJar> fetched = new ArrayList<>();

    private JarFetch(TaskContext context) {
        this.context = context;
        this.folder = context.scratch().resolve("jars");
    }

    /** @param names as the user gave them */
    static List<ProgramJar> fetch(TaskContext context, List<String> names) {
        JarFetch fetch = new JarFetch(context);
        Set<String> once = new LinkedHashSet<>(names);
        once.forEach(fetch::add);
        return fetch.fetched;
    }

    private void add(String given) {
        String path = context.resolve(given);
        String name = given.substring(given.lastIndexOf('/') + 1);
        Path copy = folder.resolve(fetched.size() + "-" + name);
        try {
            Files.createDirectories(folder);
            copy(path, copy);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw JarErrors.missing(given, path, neighbours(path));
        } catch (IOException e) {
            throw JarErrors.unreadable(given, e);
        }

        check(given, copy);
        fetched.add(new ProgramJar(given, copy));
    }

    private void copy(String path, Path copy) throws IOException {
        Path local = local(path);
        if (local == null) {
            Configuration hadoop = context.spark().sparkContext().hadoopConfiguration();
            org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(path);
            try (InputStream in = remote.getFileSystem(hadoop).open(remote)) {
                Files.copy(in, copy);
            }
        } else if (Files.isDirectory(local)) {
            throw new IOException("it is a folder");
        } else {
            Files.copy(local, copy);
        }
    }

    private static @Nullable Path local(String path) {
        if (path.startsWith("/")) {
            return Path.of(path);
        }

        return path.startsWith("file:/") ? Path.of(URI.create(path).getPath()) : null;
    }

    /** The JARs in the folder where this one should be. */
    private static List<String> neighbours(String path) {
        Path local = local(path);
        Path parent = local == null ? null : local.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }

        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) { // only a hint is lost
            return List.of();
        }
    }

    private static void check(String given, Path copy) {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            if (zip.size() == 0) {
                throw new IOException("it is empty");
            }
        } catch (IOException e) {
            throw JarErrors.notAJar(given, e);
        }
    }
}
