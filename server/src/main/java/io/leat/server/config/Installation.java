package io.leat.server.config;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Where Leat itself is installed: the class path of the control plane and the runtimes drivers start from.
 *
 * @param home the folder of the {@code leat} launcher
 */
public record Installation(Path home) {
    public static final String VERSION = "0.1.0";

    public Installation {
        Objects.requireNonNull(home, "home is null");
        home = home.toAbsolutePath().normalize();
    }

    /** As the launcher says it, or found upwards from the place this class was loaded from. */
    public static Installation current() {
        String told = System.getProperty("leat.home");
        if (told != null) {
            return new Installation(Path.of(told));
        }

        Path here = Path.of(Installation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("leat"))) {
                return new Installation(folder);
            }
        }
        throw new LeatException(
                ErrorCode.INVALID_STATE,
                "Leat cannot tell where it is installed: there is no launcher 'leat' above %s. Start it by that launcher, or give -Dleat.home=FOLDER."
                        .formatted(here));
    }

    /** JARs of the client and the control plane, in the order of the class path. */
    public List<Path> controlJars() {
        return jars(home.resolve("server/target/dist/lib"));
    }

    /** The folder whose {@code jars/} a driver starts from. */
    public Path runtime(String version) {
        return home.resolve("jobs/target/runtime").resolve(version);
    }

    /** The folder that holds Leat's package for Python. */
    public Path python() {
        return home.resolve("python");
    }

    /** What differs between two builds of the control plane; the launcher has it already when it found the JARs. */
    public String build() {
        String told = System.getProperty("leat.build");
        return told == null ? fingerprint(controlJars()) : told;
    }

    /** Where class-data archives are kept, shared by the workspaces of this user. */
    public static Path cache(Map<String, String> environment) {
        String cache = environment.get("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("leat");
    }

    /** The JARs of a folder by name; always in this order, since class-data archives depend on it. */
    public static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "There are no JARs in %s. Build Leat first: mvn -DskipTests package.".formatted(folder),
                    e);
        }
    }

    public static String fingerprint(List<Path> jars) {
        CRC32 sum = new CRC32();
        for (Path jar : jars) {
            try {
                String line = "%s %d %d\n"
                        .formatted(
                                jar,
                                Files.size(jar),
                                Files.getLastModifiedTime(jar).toMillis());
                sum.update(line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + jar, e);
            }
        }
        return Long.toHexString(sum.getValue());
    }
}
