package io.leat.server.doctor;

import io.leat.server.config.Workspace;
import io.leat.server.store.StoreLook;
import io.leat.server.store.StoreLook.BrokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A database is whole, is kept as it should be, and has a schema this Leat knows. */
final class IntegrityCheck implements Check {
    private static final String RESTORE =
            "Stop Leat ('leat stop') and put a copy of the file back that is whole. The tables are"
                    + " not hurt: afterwards 'leat doctor' tells what they hold that the copy does not know.";

    private static final String WAL =
            "Nothing is lost; the next start of the control plane sets it again. Find out what"
                    + " changed it: other programs should only read this file.";

    private final String group;
    private final Path file;
    private final Opener opener;

    private interface Opener {
        StoreLook open(Path file) throws BrokenStore;
    }

    private IntegrityCheck(String group, Path file, Opener opener) {
        this.group = group;
        this.file = file;
        this.opener = opener;
    }

    static IntegrityCheck ofState(StateFile state) {
        return new IntegrityCheck("state", state.file(), StoreLook::state);
    }

    static IntegrityCheck ofLineage(Workspace workspace) {
        return new IntegrityCheck("lineage", StoreLook.lineageFile(workspace.database()), StoreLook::lineage);
    }

    @Override
    public String name() {
        return group + ".integrity";
    }

    @Override
    public List<Finding> look() throws IOException {
        if (!Files.exists(file)) {
            return List.of(Finding.ok(name(), "nothing is stored yet"));
        }

        try {
            return findings();
        } catch (BrokenStore e) {
            return List.of(Finding.error(name(), e.getMessage(), RESTORE));
        }
    }

    private List<Finding> findings() throws IOException, BrokenStore {
        try (StoreLook look = opener.open(file)) {
            List<Finding> findings = new ArrayList<>();
            List<String> damages = look.damages();
            findings.add(
                    damages.isEmpty()
                            ? Finding.ok(name(), file.getFileName() + " is whole")
                            : Finding.error(
                                    name(), "%s is damaged: %s".formatted(file, String.join("; ", damages)), RESTORE));
            findings.add(journal());
            findings.add(schema(group, file.toString(), look.schema(), look.newestSchema()));
            return findings;
        }
    }

    /** How far commits are synced is a setting of each connection; the control plane asserts its own when it opens. */
    private Finding journal() throws IOException {
        String name = group + ".journal";
        return StoreLook.isWal(file)
                ? Finding.ok(name, "write-ahead log")
                : Finding.warning(name, "%s is not in WAL mode any more.".formatted(file), WAL);
    }

    static Finding schema(String group, String store, int found, int newest) {
        String name = group + ".schema";
        if (found > newest) {
            return Finding.error(
                    name,
                    "%s was written by a newer Leat (schema %d; this one knows %d).".formatted(store, found, newest),
                    "Use that Leat, or a copy of the workspace from before.");
        }

        return found == newest
                ? Finding.ok(name, "schema " + found)
                : Finding.note(
                        name,
                        "%s has schema %d, and this Leat has %d.".formatted(store, found, newest),
                        "The next start of the control plane brings it up to date.");
    }
}
