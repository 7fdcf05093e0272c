package io.leat.server.auth;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which secrets are encrypted: 32 random bytes in a file of the user's own, outside every workspace, so
 * that a copied workspace tells no secrets.
 */
public final class SecretKeyFile {
    /** How long the file is. */
    public static final int BYTES = 32;

    private static final Set<PosixFilePermission> MINE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;

    public SecretKeyFile(Path path) {
        this.path = path;
    }

    /** {@code $XDG_CONFIG_HOME/leat/secret.key}, or under {@code ~/.config}. */
    public static SecretKeyFile ofUser(Map<String, String> environment, Path home) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path config = configured.isBlank() ? home.resolve(".config") : Path.of(configured);
        return new SecretKeyFile(config.resolve("leat").resolve("secret.key"));
    }

    public Path path() {
        return path;
    }

    SecretKey load() {
        if (!Files.exists(path)) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "The key that encrypts secrets is not at %s. Put the file back, or store the secrets anew with"
                                    .formatted(path)
                            + " 'leat secrets put'.");
        }

        return read();
    }

    SecretKey loadOrCreate() {
        try {
            if (!Files.exists(path)) {
                create();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not create the secret key at " + path, e);
        }

        return read();
    }

    /** Complete before it has its name, so that no other process reads half a key or writes a second one. */
    private void create() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, "secret", ".tmp", PosixFilePermissions.asFileAttribute(MINE));
        try {
            byte[] key = new byte[BYTES];
            new SecureRandom().nextBytes(key);
            Files.write(draft, key);
            link(draft);
        } finally {
            Files.delete(draft);
        }
    }

    private void link(Path draft) throws IOException {
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(path)) {
                throw e;
            }
        }
    }

    private SecretKey read() {
        try {
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            if (!MINE.containsAll(others)) {
                throw new LeatException(
                        ErrorCode.INVALID_STATE,
                        "The secret key %s can be read by others. Run: chmod 600 %s".formatted(path, path));
            }

            byte[] key = Files.readAllBytes(path);
            if (key.length != BYTES) {
                throw new LeatException(
                        ErrorCode.INVALID_STATE,
                        "The secret key %s has %d bytes instead of %d. Put the right file back, or move it away and"
                                        .formatted(path, key.length, BYTES)
                                + " store the secrets anew with 'leat secrets put'.");
            }

            return new SecretKeySpec(key, "AES");
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the secret key " + path, e);
        }
    }
}
