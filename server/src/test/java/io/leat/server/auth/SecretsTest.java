package io.leat.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_790_000_000_000L), ZoneOffset.UTC);

    @TempDir
    Path home;

    private final MemorySecretStore store = new MemorySecretStore();
    private SecretKeyFile keyFile;

    @BeforeEach
    void givenAHome() {
        keyFile = SecretKeyFile.ofUser(Map.of(), home);
    }

    @Test
    void whatIsPutIsLoaded() throws IOException {
        Secrets secrets = secrets("w-1");

        secrets.put("team", "password", "pässword");

        assertThat(secrets("w-1").load("team", "password")).isEqualTo("pässword");
        assertThat(secrets.list()).containsExactly(new Secrets.Name("team", "password", 1_790_000_000_000L));
        Path key = home.resolve(".config/leat/secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(key.getParent()).isDirectoryNotContaining(path -> !path.equals(key));
    }

    @Test
    void theSameValueIsNeverSealedTheSameWay() {
        Secrets secrets = secrets("w-1");
        secrets.put("a", "one", "value");
        secrets.put("a", "two", "value");

        assertThat(store.secrets.get("a/one").sealed())
                .isNotEqualTo(store.secrets.get("a/two").sealed());
    }

    @Test
    void aCiphertextUnderAnotherNameOrInAnotherWorkspaceDoesNotOpen() {
        secrets("w-1").put("a", "one", "value");
        SecretStore.Sealed one = store.secrets.get("a/one");
        store.put(new SecretStore.Sealed("a", "two", one.sealed(), 0));

        assertThatThrownBy(() -> secrets("w-1").load("a", "two"))
                .isInstanceOf(LeatException.class)
                .hasMessage("Secret a/two was encrypted under another key than this user's. Store it anew with: leat"
                        + " secrets put a two");
        assertThatThrownBy(() -> secrets("w-2").load("a", "one")).isInstanceOf(LeatException.class);
    }

    @Test
    void aMissingSecretIsNamedWithItsRemedy() {
        assertThatThrownBy(() -> secrets("w-1").load("a", "b"))
                .hasMessage("Secret a/b does not exist. Store it with: leat secrets put a b");
    }

    @Test
    void aLostKeyIsNamed() {
        secrets("w-1").put("a", "one", "value");
        keyFile = new SecretKeyFile(home.resolve("elsewhere"));

        assertThatThrownBy(() -> secrets("w-1").load("a", "one"))
                .hasMessageStartingWith("The key that encrypts secrets is not at " + home.resolve("elsewhere"));
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws IOException {
        secrets("w-1").put("a", "one", "value");
        Path key = home.resolve(".config/leat/secret.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> secrets("w-1").load("a", "one")).hasMessageContaining("Run: chmod 600 " + key);
    }

    @Test
    void manyProcessesAgreeOnOneKey() {
        Set<String> keys = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 16).parallel().forEach(i -> {
            SecretKeyFile mine = SecretKeyFile.ofUser(Map.of("XDG_CONFIG_HOME", home.toString()), Path.of("/none"));
            keys.add(new String(mine.loadOrCreate().getEncoded(), StandardCharsets.ISO_8859_1));
        });

        assertThat(keys).hasSize(1);
    }

    @Test
    void namesAndValuesAreChecked() {
        assertThatThrownBy(() -> secrets("w-1").put("a/b", "c", "value"))
                .hasMessage("'a/b' cannot be the scope of a secret: use 1 to 128 letters, digits, '_', '-', '.' and"
                        + " '@'.");
        assertThatThrownBy(() -> secrets("w-1").put("a", "c", "abc"))
                .hasMessage("Secret a/c has 3 characters; from 4 to 131072 are allowed. A shorter one could not be kept"
                        + " out of logs.");
    }

    private Secrets secrets(String workspaceId) {
        return new Secrets(store, keyFile, workspaceId, CLOCK);
    }
}
