package io.leat.server.doctor;

import io.leat.server.config.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The workspace's folder is its owner's alone, and can be written. */
final class FolderCheck implements Check {
    private static final String NAME = "workspace.folder";

    private final Path root;

    FolderCheck(Workspace workspace) {
        this.root = workspace.root();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws IOException {
        if (!Files.isReadable(root) || !Files.isWritable(root) || !Files.isExecutable(root)) {
            return List.of(Finding.error(
                    NAME,
                    "You may not read and write %s (mode %s, owner %s)."
                            .formatted(root, Modes.of(root), Files.getOwner(root)),
                    "Work as its owner, or let the owner give it to you with chown; or choose another workspace."));
        }

        if (Modes.isOpen(root)) {
            return List.of(Finding.warning(
                            NAME,
                            "Others may enter %s (mode %s) and read tables, logs and sealed secrets."
                                    .formatted(root, Modes.of(root)),
                            "Run: " + Modes.command(root, Modes.FOLDER))
                    .mendedBy(() -> Modes.set(root, Modes.FOLDER)));
        }

        return List.of(Finding.ok(NAME, root + " is yours alone"));
    }
}
