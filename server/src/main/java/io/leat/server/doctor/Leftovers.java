package io.leat.server.doctor;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files and folders that nobody needs any more. Symbolic links are never followed. */
record Leftovers(List<Path> paths, long bytes) {
    Leftovers {
        paths = List.copyOf(paths);
    }

    static Leftovers of(List<Path> paths) throws IOException {
        Size size = new Size();
        for (Path path : paths) {
            Files.walkFileTree(path, size);
        }
        return new Leftovers(paths, size.bytes);
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    String size() {
        return "%,d KiB".formatted((bytes + 1023) / 1024);
    }

    /** Deletes them all and says how many. */
    String delete() throws IOException {
        for (Path path : paths) {
            Files.walkFileTree(path, new Deletion());
        }
        return "deleted " + paths.size();
    }

    private static final class Size extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        /** Gone meanwhile. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.exists(file)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
