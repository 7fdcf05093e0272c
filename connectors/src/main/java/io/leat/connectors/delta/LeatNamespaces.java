package io.leat.connectors.delta;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** The schemas of the catalog {@code leat}: the directories of the warehouse. */
abstract class LeatNamespaces implements SupportsNamespaces {
    static final String DEFAULT = "default";

    private @Nullable String catalog;
    private @Nullable String location;

    @Override
    public final void initialize(String name, CaseInsensitiveStringMap options) {
        catalog = name;
        location = options.get("warehouse");
        if (location == null) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Catalog %1$s has no warehouse. Set spark.sql.catalog.%1$s.warehouse to a directory."
                            .formatted(name));
        }
    }

    @Override
    public final String name() {
        return Objects.requireNonNull(catalog, "the catalog is not initialized");
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {DEFAULT};
    }

    @Override
    public String[][] listNamespaces() {
        return warehouse().schemas().stream()
                .map(schema -> new String[] {schema})
                .toArray(String[][]::new);
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return listNamespaces();
        }

        if (!namespaceExists(namespace)) {
            throw new NoSuchNamespaceException(namespace);
        }

        return new String[0][];
    }

    @Override
    public boolean namespaceExists(String[] namespace) {
        return namespace.length == 1
                && (namespace[0].equals(DEFAULT)
                        || (TableName.isPart(namespace[0]) && warehouse().isSchema(namespace[0])));
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        if (!namespaceExists(namespace)) {
            throw new NoSuchNamespaceException(namespace);
        }

        return Map.of(PROP_LOCATION, warehouse().directory(namespace[0]).toString());
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> properties)
            throws NamespaceAlreadyExistsException {
        String schema = schema(namespace);
        if (properties.containsKey(PROP_LOCATION)) {
            throw refused("CREATE SCHEMA … LOCATION", "A schema is a directory of the warehouse.");
        }

        if (warehouse().isSchema(schema)) {
            throw new NamespaceAlreadyExistsException(namespace);
        }

        warehouse().createSchema(schema);
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw refused("ALTER SCHEMA", "A schema has no properties here: it is a directory of the warehouse.");
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        String schema = schema(namespace);
        if (!warehouse().isSchema(schema)) {
            throw new NoSuchNamespaceException(namespace);
        }

        List<String> tables = warehouse().tables(schema);
        if (!tables.isEmpty()) {
            throw refused(
                    "DROP SCHEMA", "Schema %s has tables (%s). Drop them first.".formatted(schema, tables.get(0)));
        }

        return warehouse().dropSchema(schema);
    }

    final Warehouse warehouse() {
        return new Warehouse(
                Objects.requireNonNull(location, "the catalog is not initialized"),
                SparkSession.active().sparkContext().hadoopConfiguration());
    }

    final LeatException refused(String statement, String why) {
        return new LeatException(
                ErrorCode.FEATURE_DISABLED, "%s is not supported in catalog %s. %s".formatted(statement, name(), why));
    }

    private String schema(String[] namespace) {
        if (namespace.length != 1) {
            throw refused("A schema in a schema", "Tables are named schema.table.");
        }

        TableName.checkSchema(namespace[0]);
        return namespace[0];
    }
}
