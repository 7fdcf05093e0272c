package io.leat.jobs.jar;

import io.leat.core.cluster.Libraries.Maven;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ivy.core.settings.IvySettings;
import org.apache.ivy.plugins.resolver.ChainResolver;
import org.apache.ivy.plugins.resolver.IBiblioResolver;
import org.apache.spark.SparkConf;
import org.apache.spark.util.MavenUtils$;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Resolves Maven libraries and what they need, as {@code spark-submit --packages} does: by Spark's own Ivy, with its
 * cache, and without what Spark has. The Spark settings {@code spark.jars.ivy} and {@code spark.jars.ivySettings} hold
 * here too. A library's own repository is asked before all others. Libraries of the same repository and exclusions are
 * resolved together, so that of two versions of one thing the newer is taken.
 */
final class MavenJars {
    private static final Pattern NO_ACCESS = Pattern.compile("Server access error at url (\\S+) \\((.*)\\)");
    private static final Pattern PROBLEM = Pattern.compile("unresolved dependency: ([^,\\]]+)");
    private static final Pattern COORDINATES = Pattern.compile("[^:/\\s]+[:/][^:/\\s]+[:/][^:/\\s]+");
    private static final Object ONE_AT_A_TIME = new Object();

    private final SparkConf conf;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream messages = new PrintStream(said, true, StandardCharsets.UTF_8);

    private MavenJars(SparkConf conf) {
        this.conf = conf;
    }

    /**
     * @param conf of the driver
     * @param activity told what is done now
     */
    static List<ProgramJar> resolve(SparkConf conf, List<Maven> libraries, Consumer<String> activity)
            throws InterruptedException {
        Map<Group, List<Maven>> groups = new LinkedHashMap<>();
        libraries.forEach(library ->
                groups.merge(new Group(library.repo(), library.exclusions()), List.of(library), MavenJars::both));
        Map<String, ProgramJar> jars = new LinkedHashMap<>();
        for (Map.Entry<Group, List<Maven>> group : groups.entrySet()) {
            activity.accept("resolving " + names(group.getValue()));
            MavenJars maven = new MavenJars(conf);
            for (String file : maven.resolve(group.getKey(), group.getValue())) {
                jars.put(file, new ProgramJar(file, Path.of(file)));
            }
        }

        return List.copyOf(jars.values());
    }

    private static List<Maven> both(List<Maven> some, List<Maven> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static String names(List<Maven> libraries) {
        return libraries.stream().map(Maven::coordinates).collect(Collectors.joining(", "));
    }

    private List<String> resolve(Group group, List<Maven> libraries) throws InterruptedException {
        for (Maven library : libraries) {
            if (!COORDINATES.matcher(library.coordinates()).matches()) {
                throw JarErrors.notResolved(
                        library.coordinates(),
                        "coordinates have the form group:artifact:version.",
                        new IllegalArgumentException(library.coordinates()));
            }
        }

        try {
            return locked(group, libraries);
        } catch (FileLockInterruptionException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new UncheckedIOException("The cache of Maven libraries cannot be locked", e);
        } catch (RuntimeException e) { // what Spark throws when a library is not found
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw JarErrors.notResolved(blamed(libraries, e), why(group, e), e);
        }
    }

    private static InterruptedException interrupted(Exception cause) {
        InterruptedException interrupted = new InterruptedException("while resolving Maven libraries");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Drivers share the cache, and Ivy does not expect that. */
    private List<String> locked(Group group, List<Maven> libraries) throws IOException, InterruptedException {
        synchronized (ONE_AT_A_TIME) {
            IvySettings settings = settings(group.repo(), true);
            Path folder =
                    Files.createDirectories(settings.getDefaultIvyUserDir().toPath());
            try (FileChannel file = FileChannel.open(
                            folder.resolve("leat.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                List<String> files = CollectionConverters.asJava(MavenUtils$.MODULE$.resolveMavenCoordinates(
                        libraries.stream().map(Maven::coordinates).collect(Collectors.joining(",")),
                        settings,
                        Option.apply(settings(group.repo(), false)),
                        true,
                        CollectionConverters.asScala(group.exclusions()).toSeq(),
                        false,
                        messages));
                if (Thread.interrupted() || !lock.isValid()) {
                    throw new InterruptedException();
                }
                return files;
            }
        }
    }

    private IvySettings settings(@Nullable String repo, boolean ofThisMachine) {
        Option<String> folder = Option.apply(conf.get("spark.jars.ivy", null));
        Option<String> repositories = Option.apply(conf.get("spark.jars.repositories", null));
        String file = conf.get("spark.jars.ivySettings", null);
        IvySettings settings = file == null
                ? MavenUtils$.MODULE$.buildIvySettings(repositories, folder, ofThisMachine, messages)
                : MavenUtils$.MODULE$.loadIvySettings(file, repositories, folder, messages);
        if (repo != null) {
            askFirst(settings, repo);
        }

        return settings;
    }

    private static void askFirst(IvySettings settings, String repo) {
        IBiblioResolver first = new IBiblioResolver();
        first.setName("leat-repo");
        first.setM2compatible(true);
        first.setUsepoms(true);
        first.setRoot(repo);
        ChainResolver all = new ChainResolver();
        all.setName("leat");
        all.setReturnFirst(true);
        all.add(first);
        all.add(settings.getDefaultResolver());
        settings.addResolver(all);
        settings.setDefaultResolver(all.getName());
    }

    /** The libraries that are named as missing; all of them when something that one of them needs is missing. */
    private static String blamed(List<Maven> libraries, RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        List<Maven> named = libraries.stream()
                .filter(library -> {
                    String[] parts = library.coordinates().split("[:/]");
                    return message.contains(parts[0] + "#" + parts[1] + ";" + parts[2]);
                })
                .toList();
        return names(named.isEmpty() ? libraries : named);
    }

    private String why(Group group, RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        String problems = PROBLEM.matcher(message)
                .results()
                .map(result ->
                        result.group(1).replace('#', ':').replace(';', ':').strip())
                .collect(Collectors.joining("; "));
        Matcher access = NO_ACCESS.matcher(said.toString(StandardCharsets.UTF_8));
        String repositories = group.repo() == null ? "" : " (asked first: %s)".formatted(group.repo());
        String what = (problems.isEmpty() ? message.lines().findFirst().orElse(message) : problems) + repositories;
        return access.find()
                ? "%s. A repository could not be reached: %s (%s).".formatted(what, access.group(1), access.group(2))
                : "%s. Check its group, name and version, and its repo.".formatted(what);
    }

    private record Group(@Nullable String repo, List<String> exclusions) {}
}
