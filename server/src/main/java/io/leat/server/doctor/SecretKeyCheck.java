package io.leat.server.doctor;

import io.leat.server.auth.SecretKeyFile;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The key that secrets are encrypted with is there, whole, and the user's alone. */
final class SecretKeyCheck implements Check {
    private static final String NAME = "workspace.secret-key";
    private static final String ANEW =
            "Put the right file back, or move it away and store the secrets anew with 'leat secrets put'.";

    private final Path key;
    private final StateFile state;

    SecretKeyCheck(Path key, StateFile state) {
        this.key = key;
        this.state = state;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws IOException, BrokenStore {
        if (!Files.exists(key)) {
            long secrets = state.ask(0L, Survey::secrets);
            return List.of(
                    secrets == 0
                            ? Finding.ok(NAME, "no secrets, so no key is needed")
                            : Finding.error(
                                    NAME,
                                    "%d secret(s) are stored, and the key that opens them is not at %s."
                                            .formatted(secrets, key),
                                    "Put the file back, or store the secrets anew with 'leat secrets put'."));
        }

        if (Modes.isOpen(key)) {
            return List.of(Finding.error(
                            NAME,
                            "Others may read the secret key %s (mode %s), so Leat does not use it."
                                    .formatted(key, Modes.of(key)),
                            "Run: " + Modes.command(key, Modes.FILE))
                    .mendedBy(() -> Modes.set(key, Modes.FILE)));
        }

        if (!Files.isReadable(key)) {
            return List.of(Finding.error(
                    NAME,
                    "You may not read the secret key %s (mode %s, owner %s)."
                            .formatted(key, Modes.of(key), Files.getOwner(key)),
                    "Work as its owner, or run: " + Modes.command(key, Modes.FILE)));
        }

        long size = Files.size(key);
        return List.of(
                size == SecretKeyFile.BYTES
                        ? Finding.ok(NAME, key + " is whole")
                        : Finding.error(
                                NAME,
                                "The secret key %s has %d bytes instead of %d."
                                        .formatted(key, size, SecretKeyFile.BYTES),
                                ANEW));
    }
}
