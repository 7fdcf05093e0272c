package io.leat.core.batch;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file as it was when a manifest named it.
 *
 * @param path absolute, as the file system names it; the file's identity
 * @param size in bytes
 * @param modified in epoch milliseconds
 * @param hash of the content, as {@code sha256:<hex>}, or an etag as {@code etag:<text>}; null in a listing
 */
public record SourceFile(
        String path, long size, long modified, @Nullable String hash) {
    public SourceFile {
        Objects.requireNonNull(path, "path is null");
    }

    public SourceFile withHash(String contentHash) {
        return new SourceFile(path, size, modified, contentHash);
    }

    /** Whether size and time are those of {@code other}, so that its content need not be compared. */
    public boolean looksLike(SourceFile other) {
        return size == other.size && modified == other.modified;
    }
}
