package io.leat.jobs.ingest;

import java.util.Locale;

/** Names of columns in files, as tables can have them. */
final class ColumnNames {
    private ColumnNames() {}

    /** Without blanks around it, and with {@code _} for what Delta has no place for within names. */
    static String clean(String name) {
        return name.strip().replaceAll("[ ,;{}()\\n\\t=]", "_");
    }

    /** Spark tells columns apart by more than case only when asked to, and tables never. */
    static String key(String name) {
        return clean(name).toLowerCase(Locale.ROOT);
    }
}
