package io.leat.server.doctor;

import io.leat.server.launch.DriverTraces;
import io.leat.server.launch.DriverTraces.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Spark shuffles and spills leaves with its driver. The folders do not say whose they are, but one that was last
 * changed before the oldest driver that lives was started belongs to none that lives.
 */
final class SparkFoldersCheck implements Check {
    private static final String NAME = "files.spark";
    private static final Pattern OURS = Pattern.compile("(spark|blockmgr)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** A driver makes its folders when it runs, so this is only for clocks that are set. */
    private static final long MARGIN_MILLIS = 60_000;

    private final DriverTraces traces;

    SparkFoldersCheck(DriverTraces traces) {
        this.traces = traces;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws IOException {
        Path parent = traces.sparkFolder();
        List<Path> old = Files.isDirectory(parent) ? before(parent, lastSafe(traces.processes())) : List.of();
        Leftovers leftovers = Leftovers.of(old);
        return List.of(
                leftovers.isEmpty()
                        ? Finding.ok(NAME, "no folders of drivers that are gone")
                        : Finding.note(
                                        NAME,
                                        "%d folder(s) in %s are of drivers that are gone: %s."
                                                .formatted(old.size(), parent, leftovers.size()),
                                        "They may be deleted.")
                                .mendedBy(leftovers::delete));
    }

    /** What was changed later may be of a driver that lives, or that starts just now. */
    static long lastSafe(List<Trace> processes) {
        long oldest = processes.stream().mapToLong(Trace::startedAt).min().orElseGet(System::currentTimeMillis);
        return oldest - MARGIN_MILLIS;
    }

    private static List<Path> before(Path parent, long limit) throws IOException {
        List<Path> old = new ArrayList<>();
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path folder : folders.sorted().toList()) {
                boolean spark =
                        OURS.matcher(String.valueOf(folder.getFileName())).matches();
                if (spark && Files.isDirectory(folder) && changed(folder) < limit) {
                    old.add(folder);
                }
            }
        }
        return old;
    }

    private static long changed(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder).toMillis();
    }
}
