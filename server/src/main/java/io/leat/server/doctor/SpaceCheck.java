package io.leat.server.doctor;

import io.leat.server.config.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** There is room where Leat writes. */
final class SpaceCheck implements Check {
    static final long WARNING_BYTES = 1L << 30;
    static final long ERROR_BYTES = 100L << 20;

    private static final String NAME = "workspace.space";
    private static final String REMEDY =
            "Make room there. Runs that failed for want of it can be started again: what was written stays written once.";

    private final Map<String, Path> folders;
    private final Room room;

    /** Tells how many bytes can be written where a folder lies. */
    interface Room {
        long bytes(Path folder) throws IOException;
    }

    SpaceCheck(Map<String, Path> folders, Room room) {
        this.folders = new LinkedHashMap<>(folders);
        this.room = room;
    }

    static SpaceCheck of(Workspace workspace, Map<String, String> environment) {
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("workspace", workspace.root());
        String warehouse = environment.getOrDefault("LEAT_WAREHOUSE", "");
        if (warehouse.startsWith("/")) {
            folders.put("warehouse", Path.of(warehouse));
        } else if (warehouse.isBlank()) {
            folders.put("warehouse", workspace.warehouse());
        }
        folders.put("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
        return new SpaceCheck(
                folders, folder -> Files.getFileStore(existing(folder)).getUsableSpace());
    }

    private static Path existing(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        long least = Long.MAX_VALUE;
        for (Map.Entry<String, Path> each : folders.entrySet()) {
            long bytes = room.bytes(each.getValue());
            least = Math.min(least, bytes);
            String text = "%s are free for the %s in %s.".formatted(megabytes(bytes), each.getKey(), each.getValue());
            if (bytes < ERROR_BYTES) {
                findings.add(Finding.error(NAME, "Only " + text, REMEDY));
            } else if (bytes < WARNING_BYTES) {
                findings.add(Finding.warning(NAME, "Only " + text, REMEDY));
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok(NAME, megabytes(least) + " free")) : findings;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
