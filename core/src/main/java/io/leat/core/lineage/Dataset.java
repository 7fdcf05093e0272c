package io.leat.core.lineage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Anything lineage knows.
 *
 * @param name of a table {@code schema.table}, of a file or folder its path, of a model its registry name
 * @param version of a table its log version, of a model its number; null for files
 */
public record Dataset(Kind kind, String name, @Nullable Long version) {
    /** What it is. */
    public enum Kind {
        TABLE,
        FILES,
        MODEL
    }

    public Dataset {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(name, "name is null");
    }
}
