package io.leat.server.doctor;

import io.leat.server.config.Workspace;
import io.leat.server.launch.DriverTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that hold tokens or settings can be read by nobody but their owner. */
final class PrivateFilesCheck implements Check {
    private static final String NAME = "workspace.private-files";

    private final Workspace workspace;
    private final DriverTraces traces;

    PrivateFilesCheck(Workspace workspace, DriverTraces traces) {
        this.workspace = workspace;
        this.traces = traces;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Path> files = new ArrayList<>(List.of(workspace.control()));
        traces.files().values().forEach(files::addAll);
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file) && Modes.isOpen(file)) {
                findings.add(Finding.warning(
                                NAME,
                                "Others may read %s (mode %s).".formatted(file, Modes.of(file)),
                                "Run: " + Modes.command(file, Modes.FILE))
                        .mendedBy(() -> Modes.set(file, Modes.FILE)));
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok(NAME, "tokens are yours alone")) : findings;
    }
}
