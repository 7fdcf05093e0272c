package io.leat.connectors.delta;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The directory of all tables, {@code <warehouse>/<schema>/<table>}, on any Hadoop file system. */
final class Warehouse {
    private final Path root;
    private final Configuration hadoop;

    Warehouse(String root, Configuration hadoop) {
        this.root = new Path(root);
        this.hadoop = hadoop;
    }

    Path directory(TableName name) {
        return name.under(root);
    }

    Path directory(String schema) {
        return new Path(root, schema);
    }

    boolean isTable(TableName name) {
        return isTable(directory(name));
    }

    boolean isSchema(String schema) {
        return exists(directory(schema));
    }

    List<String> schemas() {
        return names(root).stream().filter(name -> !isTable(directory(name))).toList();
    }

    List<String> tables(String schema) {
        Path directory = directory(schema);
        return names(directory).stream()
                .filter(name -> isTable(new Path(directory, name)))
                .toList();
    }

    List<TableName> tables() {
        return schemas().stream()
                .flatMap(schema -> tables(schema).stream().map(table -> new TableName(schema, table)))
                .toList();
    }

    void createSchema(String schema) {
        try {
            files().mkdirs(directory(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean dropSchema(String schema) {
        try {
            return files().delete(directory(schema), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the table aside first: nobody sees half of it. */
    void drop(TableName name) {
        Path directory = directory(name);
        Path aside = new Path(directory.getParent(), "." + name.table() + "-" + UUID.randomUUID());
        try {
            if (!files().rename(directory, aside)) {
                throw new IOException("Cannot move %s to %s".formatted(directory, aside));
            }

            files().delete(aside, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isTable(Path directory) {
        return exists(new Path(directory, "_delta_log"));
    }

    private boolean exists(Path path) {
        try {
            return files().exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names(Path directory) {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : files().listStatus(directory)) {
                String name = status.getPath().getName();
                if (status.isDirectory() && TableName.isPart(name)) {
                    names.add(name);
                }
            }
        } catch (FileNotFoundException absent) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        return names.stream().sorted().toList();
    }

    private FileSystem files() throws IOException {
        return root.getFileSystem(hadoop);
    }
}
