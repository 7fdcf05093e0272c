package io.leat.server.doctor;

import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import io.leat.server.launch.ArchiveProbe;
import io.leat.server.launch.DriverArchive;
import io.leat.server.launch.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Class-data archives are whole, and of this Leat and this Java. Without one everything works and starts slower; so
 * nothing here is worse than a warning.
 */
final class ArchivesCheck implements Check {
    private static final String STALE = "archives.stale";
    private static final String BROKEN = "archives.broken";
    private static final Pattern NAME = Pattern.compile("((driver|cli)-.*\\.jsa)(?:\\.(\\d{1,18}))?");
    private static final String REMADE = "It may be deleted; another is made when nothing runs.";

    private final Path folder;
    private final List<Current> current;

    /**
     * An archive that is in use, or will be.
     *
     * @param kind by which names of its kind begin
     */
    record Current(String kind, Path file, Probe probe) {}

    /** Says why an archive cannot be used. */
    interface Probe {
        Optional<String> refusal(Path archive);
    }

    ArchivesCheck(Path folder, List<Current> current) {
        this.folder = folder;
        this.current = List.copyOf(current);
    }

    static ArchivesCheck of(Map<String, String> environment) {
        List<Current> current = new ArrayList<>();
        driver(environment).ifPresent(current::add);
        String own = System.getProperty("leat.cds", "");
        if (!own.isBlank()) {
            current.add(new Current("cli", Path.of(own), ArchiveProbe::ofThisProgram));
        }
        return new ArchivesCheck(DriverArchive.folder(environment), current);
    }

    /** None when Leat's runtime is not built, or SPARK_HOME cannot be used: what starts a driver tells of that. */
    private static Optional<Current> driver(Map<String, String> environment) {
        try {
            Installation installation = Installation.current();
            Path place = DriverArchive.place(installation, environment);
            return Optional.of(
                    new Current("driver", place, archive -> ArchiveProbe.ofDriver(archive, installation, environment)));
        } catch (LeatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return STALE;
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(stale(Leftovers.of(staleFiles())));
        int before = findings.size();
        for (Current each : current) {
            if (Files.isRegularFile(each.file())) {
                each.probe().refusal(each.file()).ifPresent(why -> findings.add(broken(each.file(), why)));
            }
        }
        if (findings.size() == before) {
            findings.add(Finding.ok(BROKEN, "archives can be used"));
        }
        return findings;
    }

    private static Finding stale(Leftovers leftovers) {
        if (leftovers.isEmpty()) {
            return Finding.ok(STALE, "none of other builds");
        }

        return Finding.note(
                        STALE,
                        "%d class-data archive(s) are of another Leat or another Java, such as %s: %s."
                                .formatted(
                                        leftovers.paths().size(),
                                        leftovers.paths().get(0),
                                        leftovers.size()),
                        "They may be deleted, if that Leat is not in use any more; it would make them again.")
                .mendedBy(leftovers::delete);
    }

    private static Finding broken(Path archive, String why) {
        return Finding.warning(BROKEN, "The class-data archive %s cannot be used: %s".formatted(archive, why), REMADE)
                .mendedBy(() -> {
                    Files.deleteIfExists(archive);
                    Files.deleteIfExists(tried(archive));
                    return "deleted " + archive.getFileName();
                });
    }

    /** What keeps the launcher from making it a second time. */
    private static Path tried(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".tried");
    }

    private List<Path> staleFiles() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }

        List<Path> stale = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && isStale(file, name.group(2), name.group(3))) {
                    stale.add(file);
                    Path tried = tried(file);
                    if (Files.exists(tried)) {
                        stale.add(tried);
                    }
                }
            }
        }
        return stale;
    }

    /** A draft is named after the process that makes it. */
    private boolean isStale(Path file, String kind, @Nullable String maker) {
        if (maker != null) {
            return !Processes.isRunning(Long.parseLong(maker));
        }

        Optional<Current> mine =
                current.stream().filter(each -> each.kind().equals(kind)).findFirst();
        return mine.isPresent() && !mine.get().file().equals(file);
    }
}
