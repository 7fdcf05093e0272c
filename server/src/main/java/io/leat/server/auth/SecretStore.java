package io.leat.server.auth;

import java.util.List;
import java.util.Optional;

/** Where encrypted secrets are kept. It never sees a clear value. */
public interface SecretStore {
    /** Inserts or replaces, durably. */
    void put(Sealed secret);

    Optional<Sealed> find(String scope, String key);

    /** By scope, then key. */
    List<Sealed> list();

    /** Whether there was one. */
    boolean delete(String scope, String key);

    /**
     * A secret as it is stored.
     *
     * @param sealed nonce and ciphertext, as base64
     * @param updatedAt in epoch milliseconds
     */
    record Sealed(String scope, String key, String sealed, long updatedAt) {}
}
