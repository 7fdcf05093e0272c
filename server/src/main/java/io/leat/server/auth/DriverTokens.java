package io.leat.server.auth;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which driver each token speaks for. Holds hashes alone, so that a control plane that comes back can take them from
 * its store and know the drivers it finds alive.
 */
public final class DriverTokens {
    private final Map<String, String> driverByHash = new ConcurrentHashMap<>();

    /** Lets the token with this hash, {@link Tokens#hash}, speak for this driver. */
    public void admit(String driverId, String tokenHash) {
        driverByHash.put(tokenHash, driverId);
    }

    /** No token speaks for this driver any more. */
    public void revoke(String driverId) {
        driverByHash.values().removeIf(driverId::equals);
    }

    public Optional<String> find(String token) {
        return Optional.ofNullable(driverByHash.get(Tokens.hash(token)));
    }
}
