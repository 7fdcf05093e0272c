package io.leat.jobs.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits, written {@code 10.0.0.0/8} or {@code fc00::/7}. */
final class Block {
    private static final Pattern CIDR = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/(\\d{1,3})");

    private final byte[] first;
    private final int bits;

    private Block(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    static Block of(String text) {
        return Objects.requireNonNull(parse(text), text);
    }

    /** Null when {@code text} is not of this form. */
    static @Nullable Block parse(String text) {
        Matcher cidr = CIDR.matcher(text);
        if (!cidr.matches() || (!text.contains(":") && !cidr.group(1).matches("\\d+(\\.\\d+){3}"))) {
            return null;
        }

        try {
            byte[] first = InetAddress.getByName(cidr.group(1)).getAddress(); // a literal, so no name is looked up
            int bits = Integer.parseInt(cidr.group(2));
            return bits > first.length * 8 ? null : new Block(first, bits);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    boolean has(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }

        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (first[bit / 8] & mask)) {
                return false;
            }
        }

        return true;
    }
}
