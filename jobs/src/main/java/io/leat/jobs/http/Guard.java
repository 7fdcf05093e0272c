package io.leat.jobs.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides to which addresses a request may connect. Its answer is connected to, so that a name cannot change in between. */
final class Guard {
    private final Allowed allowed;
    private final Resolver resolver;
    private final HttpErrors errors;

    Guard(Allowed allowed, Resolver resolver, HttpErrors errors) {
        this.allowed = allowed;
        this.resolver = resolver;
        this.errors = errors;
    }

    /**
     * The addresses of the host that may be connected to, at least one.
     *
     * @throws io.leat.core.error.LeatException when there is none, or it has no address at all
     */
    List<InetAddress> addresses(URI uri) {
        List<InetAddress> permitted = new ArrayList<>();
        String denied = null;
        for (InetAddress address : resolve(uri)) {
            String why = why(uri, address);
            if (why == null) {
                permitted.add(address);
            } else if (denied == null) {
                denied = "%s is %s".formatted(address.getHostAddress(), why);
            }
        }

        if (denied != null && permitted.isEmpty()) {
            throw errors.denied(uri, denied);
        }

        return permitted;
    }

    private @Nullable String why(URI uri, InetAddress address) {
        String what = Addresses.notPublic(address);
        return what == null || allowed.has(uri.getHost(), Target.port(uri), address) ? null : what;
    }

    private List<InetAddress> resolve(URI uri) {
        try {
            return resolver.addresses(Target.bare(uri.getHost()));
        } catch (UnknownHostException e) {
            throw errors.unknownHost(uri, e);
        }
    }
}
