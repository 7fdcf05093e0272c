package io.leat.jobs.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which addresses are not of the public internet, and what they are. */
final class Addresses {
    private static final List<Special> SPECIAL = List.of(
            new Special(Block.of("0.0.0.0/8"), "an unspecified address"),
            new Special(Block.of("10.0.0.0/8"), "a private address"),
            new Special(Block.of("100.64.0.0/10"), "a private address"),
            new Special(Block.of("127.0.0.0/8"), "a loopback address"),
            new Special(Block.of("169.254.0.0/16"), "a link-local address"),
            new Special(Block.of("172.16.0.0/12"), "a private address"),
            new Special(Block.of("192.0.0.0/24"), "a reserved address"),
            new Special(Block.of("192.0.2.0/24"), "a reserved address"),
            new Special(Block.of("192.88.99.0/24"), "a reserved address"),
            new Special(Block.of("192.168.0.0/16"), "a private address"),
            new Special(Block.of("198.18.0.0/15"), "a reserved address"),
            new Special(Block.of("198.51.100.0/24"), "a reserved address"),
            new Special(Block.of("203.0.113.0/24"), "a reserved address"),
            new Special(Block.of("224.0.0.0/4"), "a multicast address"),
            new Special(Block.of("240.0.0.0/4"), "a reserved address"),
            new Special(Block.of("::/128"), "an unspecified address"),
            new Special(Block.of("::1/128"), "a loopback address"),
            new Special(Block.of("100::/64"), "a reserved address"),
            new Special(Block.of("2001:db8::/32"), "a reserved address"),
            new Special(Block.of("fc00::/7"), "a private address"),
            new Special(Block.of("fe80::/10"), "a link-local address"),
            new Special(Block.of("fec0::/10"), "a private address"),
            new Special(Block.of("ff00::/8"), "a multicast address"));

    /** IPv6 addresses that stand for an IPv4 address, which begins after so many bytes. */
    private static final List<Wrapping> WRAPPINGS = List.of(
            new Wrapping(Block.of("::/96"), 12),
            new Wrapping(Block.of("64:ff9b::/96"), 12),
            new Wrapping(Block.of("2002::/16"), 2));

    /** Tunnels and translations whose IPv4 address is not to be read off, or differs by network. */
    private static final List<Block> OPAQUE = List.of(Block.of("2001::/32"), Block.of("64:ff9b:1::/48"));

    private record Special(Block block, String what) {}

    private record Wrapping(Block block, int offset) {}

    private Addresses() {}

    /** What the address is, such as {@code a loopback address}; null when it is public. */
    static @Nullable String notPublic(InetAddress address) {
        for (Special special : SPECIAL) {
            if (special.block.has(address)) {
                return special.what;
            }
        }

        if (address instanceof Inet6Address) {
            return wrapped(address);
        }

        return null;
    }

    private static @Nullable String wrapped(InetAddress address) {
        for (Wrapping wrapping : WRAPPINGS) {
            if (wrapping.block.has(address)) {
                return notPublic(inner(address, wrapping.offset));
            }
        }

        return OPAQUE.stream().anyMatch(block -> block.has(address)) ? "an address of a tunnel" : null;
    }

    private static InetAddress inner(InetAddress address, int offset) {
        byte[] four = Arrays.copyOfRange(address.getAddress(), offset, offset + 4);
        try {
            return Inet4Address.getByAddress(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
