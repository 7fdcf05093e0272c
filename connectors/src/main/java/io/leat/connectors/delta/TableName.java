package io.leat.connectors.delta;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** {@code schema.table}; both parts are also names of directories, on every file system alike. */
record TableName(String schema, String table) {
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");

    TableName {
        checkPart(schema, "schema", schema + "." + table);
        checkPart(table, "table", schema + "." + table);
    }

    static TableName parse(String name) {
        List<String> parts = List.of(name.split("\\.", -1));
        if (parts.size() != 2) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Table name '%s' is not of the form schema.table, such as bronze.clicks.".formatted(name));
        }

        return new TableName(parts.get(0), parts.get(1));
    }

    static void checkSchema(String schema) {
        checkPart(schema, "schema", schema);
    }

    static boolean isPart(String text) {
        return PART.matcher(text).matches();
    }

    Path under(Path warehouse) {
        return new Path(new Path(warehouse, schema), table);
    }

    private static void checkPart(String part, String what, String whole) {
        if (!isPart(part)) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    ("'%s' in '%s' cannot name a %s: use lower-case letters, digits, _ and -, beginning with a letter"
                                    + " or digit, at most 128. A path is written spark_catalog.delta.`/…`.")
                            .formatted(part, whole, what));
        }
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
