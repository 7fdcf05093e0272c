package io.leat.jobs.lineage;

import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Dataset.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.jdbc.JDBCOptions;
import org.jspecify.annotations.Nullable;

/** What lineage calls the places that plans name: tables of the workspace by their names, others by path or URL. */
final class Places {
    private static final String CATALOG = "leat";
    private static final int MOST_PATHS = 16;

    private final @Nullable Path warehouse;

    /** @param warehouse where the tables of the workspace lie; null when the session has none */
    Places(@Nullable String warehouse) {
        this.warehouse = warehouse == null ? null : new Path(warehouse);
    }

    /** A Delta table. */
    Dataset table(Path path) {
        Path schema = path.getParent();
        boolean ours = warehouse != null
                && schema != null
                && schema.getParent() != null
                && text(schema.getParent()).equals(text(warehouse));
        return new Dataset(Kind.TABLE, ours ? schema.getName() + "." + path.getName() : text(path), null);
    }

    /** Where a Delta table that this named lies. */
    Path path(Dataset table) {
        String name = table.name();
        return warehouse == null || name.contains("/") ? new Path(name) : new Path(warehouse, name.replace('.', '/'));
    }

    /** A table of a catalog, by the name it has there. */
    static Dataset table(CatalogPlugin catalog, Identifier name) {
        if (name.namespace().length == 1
                && name.namespace()[0].equals("delta")
                && name.name().contains("/")) {
            return new Dataset(Kind.TABLE, text(new Path(name.name())), null);
        }

        List<String> parts = new ArrayList<>();
        if (!catalog.name().equals(CATALOG)) {
            parts.add(catalog.name());
        }
        parts.addAll(Arrays.asList(name.namespace()));
        parts.add(name.name());
        return new Dataset(Kind.TABLE, String.join(".", parts), null);
    }

    /** Whether all tables of a catalog are those of the workspace. */
    static boolean isLeat(CatalogPlugin catalog) {
        return catalog.name().equals(CATALOG);
    }

    /** Files or folders; where they are very many, the folders that hold them. */
    static List<Dataset> files(List<Path> paths) {
        Set<Path> named = new LinkedHashSet<>(paths);
        while (named.size() > MOST_PATHS) {
            Set<Path> above = new LinkedHashSet<>();
            named.forEach(path -> above.add(path.getParent() == null ? path : path.getParent()));
            named = above;
        }

        return named.stream()
                .map(path -> new Dataset(Kind.FILES, text(path), null))
                .toList();
    }

    /** Null when it is a query, which may read any table of the database. */
    static @Nullable Dataset jdbc(JDBCOptions options) {
        String table = options.tableOrQuery();
        return table.strip().startsWith("(") ? null : jdbc(options.url(), table);
    }

    static Dataset jdbc(String url, String table) {
        return new Dataset(Kind.JDBC, withoutCredentials(url) + "#" + table, null);
    }

    /** A database's address without user, password and options. */
    static String withoutCredentials(String url) {
        String database = "";
        for (String option : url.split(";", -1)) {
            if (option.toLowerCase(java.util.Locale.ROOT).startsWith("databasename=")) {
                database = "/" + option.substring("databasename=".length());
            }
        }
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//").replaceFirst(":thin:[^@]*@", ":thin:@")
                + database;
    }

    /** A local path as it is written in a shell; any other with its scheme. */
    static String text(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
    }
}
