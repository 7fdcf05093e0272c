package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files under a path: a file, a directory with all below it, or a glob. Hidden files and directories (their names
 * begin with {@code _} or a dot) are left out, and so are files that are still being written.
 */
final class SourceListing {
    /** A file that was changed within this time may still be growing. */
    private static final long SETTLED_MILLIS = 2_000;

    private static final long SECOND_LOOK_MILLIS = 500;

    private final String path;
    private final FileSystem files;
    private final Consumer<String> log;
    private List<SourceFile> growing = List.of();

    SourceListing(String path, Configuration hadoop, Consumer<String> log) throws IOException {
        this.path = path;
        this.files = new Path(path).getFileSystem(hadoop);
        this.log = log;
    }

    /** The files now, by path. */
    List<SourceFile> list() throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        List<SourceFile> found = new ArrayList<>();
        for (FileStatus root : roots()) {
            collect(root, found);
        }
        List<SourceFile> young = found.stream()
                .filter(file -> file.modified() > now - SETTLED_MILLIS)
                .toList();
        if (!young.isEmpty()) {
            growing = growing(young);
            found.removeAll(growing);
        }
        found.sort(Comparator.comparing(SourceFile::path));
        return found;
    }

    /** Those that {@link #list} left out because they were being written. */
    List<SourceFile> growing() {
        return growing;
    }

    private List<FileStatus> roots() throws IOException {
        Path root = new Path(path);
        try {
            return List.of(files.getFileStatus(root));
        } catch (FileNotFoundException notOneFile) {
            FileStatus[] matches = files.globStatus(root);
            if (matches == null || matches.length == 0) {
                throw IngestErrors.noSuchPath(path, notOneFile);
            }
            return List.of(matches);
        }
    }

    private void collect(FileStatus status, List<SourceFile> into) throws IOException {
        if (status.isFile()) {
            into.add(new SourceFile(status.getPath().toString(), status.getLen(), status.getModificationTime(), null));
            return;
        }
        for (FileStatus child : files.listStatus(status.getPath())) {
            if (!isHidden(child.getPath().getName())) {
                collect(child, into);
            }
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    /** Looks at young files a second time: those that changed, or went away, are not ready. */
    private List<SourceFile> growing(List<SourceFile> young) throws IOException, InterruptedException {
        Thread.sleep(SECOND_LOOK_MILLIS);
        List<SourceFile> changing = new ArrayList<>();
        for (SourceFile before : young) {
            if (!isAsBefore(before)) {
                changing.add(before);
                log.accept("%s is still being written; it is left for the next run.".formatted(before.path()));
            }
        }
        return changing;
    }

    private boolean isAsBefore(SourceFile before) throws IOException {
        try {
            FileStatus now = files.getFileStatus(new Path(before.path()));
            return now.getLen() == before.size() && now.getModificationTime() == before.modified();
        } catch (FileNotFoundException gone) {
            return false;
        }
    }
}
