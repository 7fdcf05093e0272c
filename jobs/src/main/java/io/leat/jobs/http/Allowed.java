package io.leat.jobs.http;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the administrator lets tasks connect to though it is not public: {@code host:port} and blocks of addresses. */
final class Allowed {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+]):\\d{1,5}");

    private final Set<String> places = new LinkedHashSet<>();
    private final List<Block> blocks = new ArrayList<>();

    private Allowed() {}

    /**
     * The list in {@code LEAT_HTTP_ALLOW}, parted by commas or spaces; nothing when it is empty.
     *
     * @throws LeatException when one of its parts is neither form
     */
    static Allowed of(String list) {
        Allowed allowed = new Allowed();
        for (String part : list.split("[,\\s]+")) {
            if (!part.isEmpty()) {
                allowed.add(part.toLowerCase(Locale.ROOT));
            }
        }

        return allowed;
    }

    private void add(String part) {
        Block block = Block.parse(part);
        if (block != null) {
            blocks.add(block);
        } else if (HOST_AND_PORT.matcher(part).matches()) {
            places.add(part);
        } else {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "LEAT_HTTP_ALLOW of the control plane holds %s, which is neither host:port, such as localhost:8080,"
                                    .formatted(part)
                            + " nor a block of addresses, such as 10.0.0.0/8. The administrator must correct it.");
        }
    }

    /** @param host as the address of the request has it */
    boolean has(String host, int port, InetAddress address) {
        return places.contains(host.toLowerCase(Locale.ROOT) + ":" + port)
                || blocks.stream().anyMatch(block -> block.has(address));
    }
}
