package io.leat.jobs.python;

import io.leat.core.cluster.Libraries;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a task wants pip to install beyond the base environment.
 *
 * @param byIndex lines of requirements by the index they come from; {@code ""} is the one pip is set up with
 * @param content of each file that they name, by path
 */
record Requirements(Map<String, List<String>> byIndex, Map<String, String> content) {
    private static final String USUAL_INDEX = "";
    private static final Pattern FILE = Pattern.compile("(-r|--requirement|-c|--constraint)[\\s=]+(\\S+)");

    Requirements {
        byIndex = new TreeMap<>(byIndex);
        content = new TreeMap<>(content);
    }

    static Requirements none() {
        return new Requirements(Map.of(), Map.of());
    }

    static Requirements of(String... lines) {
        return new Requirements(Map.of(USUAL_INDEX, List.of(lines)), Map.of());
    }

    /**
     * @param resolve makes a path of the job file absolute
     * @throws io.leat.core.error.LeatException when a file cannot be read
     */
    static Requirements of(Libraries libraries, UnaryOperator<String> resolve) {
        Collected collected = new Collected(resolve);
        libraries.pypi().forEach(package_ -> {
            String index = package_.repo() == null ? USUAL_INDEX : package_.repo();
            collected.add(index, package_.packageName());
        });
        libraries.whl().forEach(collected::addFile);
        libraries.requirements().forEach(file -> collected.addRequirements("-r", file));
        libraries.dependencies().forEach(collected::addLine);
        return new Requirements(collected.byIndex, collected.content);
    }

    boolean isEmpty() {
        return byIndex.isEmpty();
    }

    /** As the user wrote them, but for paths. */
    List<String> lines() {
        return byIndex.values().stream().flatMap(List::stream).toList();
    }

    /** Different for other requirements, other content of their files, or another {@code ground} they are installed on. */
    String hash(String ground) {
        StringBuilder text = new StringBuilder(ground);
        byIndex.forEach((index, lines) -> text.append('\n')
                .append(index)
                .append('\n')
                .append(String.join("\n", lines.stream().sorted().toList())));
        content.forEach(
                (file, hash) -> text.append('\n').append(file).append('=').append(hash));
        return sha256(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }

    private static String sha256(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return String.format(Locale.ROOT, "%064x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Collected {
        private final UnaryOperator<String> resolve;
        private final Map<String, List<String>> byIndex = new TreeMap<>();
        private final Map<String, String> content = new TreeMap<>();

        private Collected(UnaryOperator<String> resolve) {
            this.resolve = resolve;
        }

        private void add(String index, String line) {
            byIndex.computeIfAbsent(index, i -> new ArrayList<>()).add(line);
        }

        private void addLine(String line) {
            String text = line.strip();
            Matcher file = FILE.matcher(text);
            if (file.matches()) {
                addRequirements(
                        file.group(1).startsWith("-r") || file.group(1).startsWith("--r") ? "-r" : "-c", file.group(2));
            } else if (isPath(text)) {
                addFile(text);
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                add(USUAL_INDEX, text);
            }
        }

        private void addRequirements(String option, String file) {
            Path path = local(resolve.apply(file));
            add(USUAL_INDEX, option + " " + path);
            readRequirements(path);
        }

        /** With the files that it names in turn. */
        private void readRequirements(Path path) {
            String text = new String(read("requirements file", path), StandardCharsets.UTF_8);
            if (content.put(path.toString(), sha256(text.getBytes(StandardCharsets.UTF_8))) == null) {
                text.lines()
                        .map(String::strip)
                        .map(FILE::matcher)
                        .filter(Matcher::matches)
                        .forEach(named -> {
                            Path folder = path.toAbsolutePath().getParent();
                            readRequirements(folder == null ? Path.of(named.group(2)) : folder.resolve(named.group(2)));
                        });
            }
        }

        private void addFile(String file) {
            Path path = local(resolve.apply(file));
            if (Files.isDirectory(path)) {
                content.put(path.toString(), sha256(stamps(path).getBytes(StandardCharsets.UTF_8)));
            } else {
                content.put(path.toString(), sha256(read("Python library", path)));
            }

            add(USUAL_INDEX, path.toString());
        }

        /** A folder of sources is another one when a file of it has another size or time. */
        private static String stamps(Path folder) {
            try (var files = Files.walk(folder)) {
                StringBuilder text = new StringBuilder();
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    text.append(file).append(' ').append(Files.size(file)).append(' ');
                    text.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
                }

                return text.toString();
            } catch (IOException e) {
                throw PythonErrors.unreadable("folder", folder.toString(), e);
            }
        }

        private static boolean isPath(String text) {
            boolean wheel = text.endsWith(".whl") && !text.contains("://") && !text.contains("@");
            return wheel || text.startsWith("/") || text.startsWith("./") || text.startsWith("../");
        }

        private static Path local(String path) {
            return Path.of(path.startsWith("file:") ? path.replaceFirst("^file:/*", "/") : path);
        }

        private static byte[] read(String what, Path path) {
            try {
                return Files.readAllBytes(path);
            } catch (IOException e) {
                String why = Files.exists(path) ? e.getMessage() : "there is no such file";
                throw PythonErrors.unreadable(what, path.toString(), new IOException(why, e));
            }
        }
    }
}
