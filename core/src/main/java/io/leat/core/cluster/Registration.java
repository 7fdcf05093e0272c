package io.leat.core.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a driver says of itself when it is ready.
 *
 * @param protocol version the agent speaks
 * @param startMillis from the start of its JVM until it could take work
 * @param classDataArchive whether the JVM really uses a class-data archive
 * @param sparkUi where Spark's own pages are, if they are on
 * @param slots task runs it takes at once; null for as many as it was started for
 */
public record Registration(
        int protocol,
        String driverId,
        long pid,
        String host,
        int cores,
        String master,
        String sparkVersion,
        String applicationId,
        long startMillis,
        boolean classDataArchive,
        @Nullable String sparkUi,
        @Nullable Integer slots) {
    /** Of a driver that takes what it was started for. */
    public Registration(
            int protocol,
            String driverId,
            long pid,
            String host,
            int cores,
            String master,
            String sparkVersion,
            String applicationId,
            long startMillis,
            boolean classDataArchive,
            @Nullable String sparkUi) {
        this(
                protocol,
                driverId,
                pid,
                host,
                cores,
                master,
                sparkVersion,
                applicationId,
                startMillis,
                classDataArchive,
                sparkUi,
                null);
    }
}
