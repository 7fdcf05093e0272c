package io.leat.jobs.ingest;

import io.leat.core.batch.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** SHA-256 of files' content, so that a file is known again whatever its time says. */
final class ContentHashes {
    private static final int BUFFER = 1 << 17;

    private ContentHashes() {}

    /**
     * The files with their hashes, in their order. A file whose size is not the listed one any more is left out: it
     * is being written.
     */
    static List<SourceFile> of(List<SourceFile> files, Configuration hadoop) throws IOException, InterruptedException {
        List<Callable<SourceFile>> work = new ArrayList<>();
        for (SourceFile file : files) {
            work.add(() -> hashed(file, hadoop));
        }
        List<SourceFile> hashed = new ArrayList<>(Parallel.all(work));
        hashed.removeIf(file -> file.hash() == null);
        return hashed;
    }

    private static SourceFile hashed(SourceFile file, Configuration hadoop) throws IOException {
        Path path = new Path(file.path());
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = path.getFileSystem(hadoop).open(path)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        return size == file.size() ? file.withHash("sha256:" + HexFormat.of().formatHex(digest.digest())) : file;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
