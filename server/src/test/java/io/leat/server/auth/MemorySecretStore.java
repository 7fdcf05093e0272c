package io.leat.server.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps ciphertexts in memory, for tests. */
public final class MemorySecretStore implements SecretStore {
    public final Map<String, Sealed> secrets = new ConcurrentSkipListMap<>();

    @Override
    public void put(Sealed secret) {
        secrets.put(name(secret.scope(), secret.key()), secret);
    }

    @Override
    public Optional<Sealed> find(String scope, String key) {
        return Optional.ofNullable(secrets.get(name(scope, key)));
    }

    @Override
    public List<Sealed> list() {
        return List.copyOf(secrets.values());
    }

    @Override
    public boolean delete(String scope, String key) {
        return secrets.remove(name(scope, key)) != null;
    }

    private static String name(String scope, String key) {
        return scope + "/" + key;
    }
}
