package io.leat.server.config;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which database keeps the state of a workspace: the workspace's own file, or a PostgreSQL that several control planes
 * share, of which one is active.
 *
 * @param url as JDBC has it ({@code LEAT_STORE}); empty for the workspace's own file
 * @param user of the database ({@code LEAT_STORE_USER}); empty when the URL or the driver's defaults say it
 * @param password of that user ({@code LEAT_STORE_PASSWORD}); empty when the URL or {@code ~/.pgpass} says it
 * @param lease after which a control plane that does not renew it loses its lease ({@code LEAT_LEASE_SECONDS})
 */
public record StoreSettings(String url, String user, String password, Duration lease) {
    /** The variables that may hold what nobody but the control plane needs. */
    public static final List<String> PRIVATE = List.of("LEAT_STORE", "LEAT_STORE_USER", "LEAT_STORE_PASSWORD");

    private static final String SHARED = "jdbc:postgresql:";
    private static final String LEASE = "LEAT_LEASE_SECONDS";
    private static final Duration USUAL_LEASE = Duration.ofSeconds(6);

    /** The workspace's own file. */
    public static final StoreSettings EMBEDDED = new StoreSettings("", "", "", USUAL_LEASE);

    public static StoreSettings read(Map<String, String> environment) {
        String url = environment.getOrDefault("LEAT_STORE", "").strip();
        if (!url.isEmpty() && !url.startsWith(SHARED)) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The environment variable LEAT_STORE must be the JDBC URL of a PostgreSQL database, such as"
                            + " jdbc:postgresql://host:5432/leat, or be absent for the workspace's own file.");
        }

        return new StoreSettings(
                url,
                environment.getOrDefault("LEAT_STORE_USER", ""),
                environment.getOrDefault("LEAT_STORE_PASSWORD", ""),
                lease(environment.getOrDefault(LEASE, "")));
    }

    private static Duration lease(String text) {
        if (text.isBlank()) {
            return USUAL_LEASE;
        }

        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 2) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The environment variable %s is '%s'; it must be a whole number from 2, such as %d."
                            .formatted(LEASE, text, USUAL_LEASE.toSeconds()));
        }

        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** Whether several control planes may use it, so that a lease decides which is active. */
    public boolean isShared() {
        return !url.isEmpty();
    }

    /** The URL without what may be secret. */
    @Override
    public String toString() {
        return url.replaceAll("\\?.*", "").replaceAll("//[^/@]*@", "//");
    }
}
