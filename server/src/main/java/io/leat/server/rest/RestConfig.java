package io.leat.server.rest;

import java.util.Objects;

/**
 * Where to listen, and for whom.
 *
 * @param port 0 for any that is free
 * @param clientToken which clients find in the rendezvous file
 */
public record RestConfig(String host, int port, String clientToken) {
    public RestConfig {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(clientToken, "clientToken is null");
    }

    public static RestConfig loopback(int port, String clientToken) {
        return new RestConfig("127.0.0.1", port, clientToken);
    }
}
