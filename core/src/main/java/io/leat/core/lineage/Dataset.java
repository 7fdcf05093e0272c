package io.leat.core.lineage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Anything lineage knows.
 *
 * @param name of a table {@code schema.table}, or its path where it lies outside of the warehouse; of a file or folder
 *     its path; of a model its registry name; of a table of another database {@code jdbc:…#table}
 * @param version of a table its log version, of a model its number; null where there is none, or it is not known
 */
public record Dataset(Kind kind, String name, @Nullable Long version) {
    /** What it is. */
    public enum Kind {
        TABLE,
        FILES,
        MODEL,
        /** A table of another database. */
        JDBC
    }

    public Dataset {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(name, "name is null");
    }
}
