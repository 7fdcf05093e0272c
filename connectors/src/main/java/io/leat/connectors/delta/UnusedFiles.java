package io.leat.connectors.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;

/** Data files in a table's directory that VACUUM would delete: old enough, and of no version that is kept. */
final class UnusedFiles {
    private static final long OLD_MILLIS = Duration.ofDays(7).toMillis();
    private static final String DATA = ".parquet";

    private final FileSystem system;
    private final Set<Path> used;
    private final long before = System.currentTimeMillis() - OLD_MILLIS;
    private long files;
    private long bytes;

    private UnusedFiles(FileSystem system, Set<Path> used) {
        this.system = system;
        this.used = used;
    }

    static UnusedFiles of(TableLog log, Snapshot now) {
        Path directory = log.delta().dataPath();
        try {
            FileSystem system = directory.getFileSystem(log.delta().newDeltaHadoopConf());
            UnusedFiles unused = new UnusedFiles(system, used(system.makeQualified(directory), now));
            unused.look(directory);
            return unused;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    private static Set<Path> used(Path directory, Snapshot now) {
        Set<Path> used = new HashSet<>();
        List<AddFile> listed = Commits.listedFiles(now);
        List<AddFile> live = listed == null ? now.allFiles().collectAsList() : listed;
        live.forEach(file -> used.add(path(directory, file.path())));
        now.tombstones().collectAsList().forEach(file -> used.add(path(directory, file.path())));
        return used;
    }

    /** The log holds paths as URIs, relative to the table unless they are absolute. */
    private static Path path(Path directory, String inLog) {
        Path path = new Path(URI.create(inLog));
        return path.isAbsolute() ? path : new Path(directory, path);
    }

    private void look(Path directory) throws IOException {
        for (FileStatus status : system.listStatus(directory)) {
            String name = status.getPath().getName();
            if (status.isDirectory()) {
                lookInto(status.getPath(), name);
            } else if (name.endsWith(DATA)
                    && status.getModificationTime() < before
                    && !used.contains(status.getPath())) {
                files++;
                bytes += status.getLen();
            }
        }
    }

    /** Folders of partitions may begin with an underscore too, when the column does. */
    private void lookInto(Path folder, String name) throws IOException {
        if ((!name.startsWith("_") && !name.startsWith(".")) || name.contains("=")) {
            look(folder);
        }
    }
}
