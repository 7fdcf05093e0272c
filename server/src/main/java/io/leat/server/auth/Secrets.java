package io.leat.server.auth;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.auth.SecretStore.Sealed;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** The workspace's secrets: put, listed and deleted by people, read by the engine when a task is assigned. */
public final class Secrets {
    private static final Pattern NAME = Pattern.compile("[\\w.@-]{1,128}");
    private static final int SHORTEST = 4;
    private static final int LONGEST = 128 * 1024;

    private final SecretStore store;
    private final Sealer sealer;
    private final Clock clock;

    public Secrets(SecretStore store, SecretKeyFile keyFile, String workspaceId, Clock clock) {
        this.store = store;
        this.sealer = new Sealer(keyFile, workspaceId);
        this.clock = clock;
    }

    public void put(String scope, String key, String value) {
        checkName("scope", scope);
        checkName("key", key);
        if (value.length() < SHORTEST || value.length() > LONGEST) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    ("Secret %s/%s has %d characters; from %d to %d are allowed. A shorter one could not be kept out of"
                                    + " logs.")
                            .formatted(scope, key, value.length(), SHORTEST, LONGEST));
        }

        store.put(new Sealed(scope, key, sealer.seal(scope, key, value), clock.millis()));
    }

    /** The clear value. */
    public String load(String scope, String key) {
        Sealed found = store.find(scope, key).orElseThrow(() -> missing(scope, key));
        return sealer.open(scope, key, found.sealed());
    }

    public boolean contains(String scope, String key) {
        return store.find(scope, key).isPresent();
    }

    public List<Name> list() {
        return store.list().stream()
                .map(each -> new Name(each.scope(), each.key(), each.updatedAt()))
                .toList();
    }

    public void delete(String scope, String key) {
        if (!store.delete(scope, key)) {
            throw missing(scope, key);
        }
    }

    private static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "'%s' cannot be the %s of a secret: use 1 to 128 letters, digits, '_', '-', '.' and '@'."
                            .formatted(name, what));
        }
    }

    private static LeatException missing(String scope, String key) {
        return new LeatException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                "Secret %s/%s does not exist. Store it with: leat secrets put %s %s".formatted(scope, key, scope, key));
    }

    /**
     * What may be told of a secret.
     *
     * @param updatedAt in epoch milliseconds
     */
    public record Name(String scope, String key, long updatedAt) {}
}
