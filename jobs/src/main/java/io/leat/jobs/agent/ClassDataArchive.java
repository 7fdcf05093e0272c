package io.leat.jobs.agent;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether this JVM really uses the class-data archive it was started with. A JVM passes over an archive that does not
 * fit (other JARs, another collector, another build) without a word, and its options go on naming it; but an archive
 * in use is mapped into memory. Where the system does not show what is mapped, the options have to do.
 */
final class ClassDataArchive {
    private static final Path MAPPED = Path.of("/proc/self/maps");

    private ClassDataArchive() {}

    static boolean isUsed() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        String named = vm.getVMOption("SharedArchiveFile").getValue();
        boolean sharing = Boolean.parseBoolean(vm.getVMOption("UseSharedSpaces").getValue());
        if (named == null || named.isBlank() || !sharing) {
            return false;
        }

        try {
            return !Files.isReadable(MAPPED) || isMapped(named, Files.readAllLines(MAPPED));
        } catch (IOException e) {
            return true;
        }
    }

    /** @param named one archive, or a base and the one above it */
    static boolean isMapped(String named, List<String> maps) {
        String top = named.substring(named.lastIndexOf(File.pathSeparatorChar) + 1);
        String absolute = Path.of(top).toAbsolutePath().normalize().toString();
        return maps.stream().anyMatch(line -> line.endsWith(absolute));
    }
}
