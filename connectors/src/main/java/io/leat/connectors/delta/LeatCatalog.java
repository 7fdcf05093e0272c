package io.leat.connectors.delta;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;

/**
 * Spark's catalog {@code leat}. It keeps no state: each name stands for a directory of the warehouse, and every call
 * goes on to Delta's own catalog with that path, so any number of drivers see the same tables.
 */
public final class LeatCatalog extends LeatNamespaces implements StagingTableCatalog {
    private static final String DELTA = "delta";

    /** Made by Spark, by name. */
    public LeatCatalog() {}

    @Override
    public Set<TableCatalogCapability> capabilities() {
        return delta().capabilities();
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        if (!namespaceExists(namespace)) {
            throw new NoSuchNamespaceException(namespace);
        }

        return warehouse().tables(namespace[0]).stream()
                .map(table -> Identifier.of(namespace, table))
                .toArray(Identifier[]::new);
    }

    @Override
    public boolean tableExists(Identifier identifier) {
        return warehouse().isTable(tableName(identifier));
    }

    @Override
    public Table loadTable(Identifier identifier) throws NoSuchTableException {
        return named(identifier, delta().loadTable(existing(identifier)));
    }

    @Override
    public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
        return named(identifier, delta().loadTable(existing(identifier), version));
    }

    @Override
    public Table loadTable(Identifier identifier, long timestamp) throws NoSuchTableException {
        return named(identifier, delta().loadTable(existing(identifier), timestamp));
    }

    @Override
    public Table createTable(Identifier identifier, TableInfo table)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return delta().createTable(absent(identifier), managed(table));
    }

    @Override
    public StagedTable stageCreate(Identifier identifier, TableInfo table)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return delta().stageCreate(absent(identifier), managed(table));
    }

    @Override
    public StagedTable stageReplace(Identifier identifier, TableInfo table)
            throws NoSuchTableException, NoSuchNamespaceException {
        return delta().stageReplace(existing(identifier), managed(table));
    }

    @Override
    public StagedTable stageCreateOrReplace(Identifier identifier, TableInfo table) throws NoSuchNamespaceException {
        return delta().stageCreateOrReplace(byPath(identifier), managed(table));
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) throws NoSuchTableException {
        return named(identifier, delta().alterTable(existing(identifier), changes));
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw refused(
                "ALTER TABLE … RENAME",
                "Create %s from %s and drop the old table; batches and lineage know a table by its name."
                        .formatted(to.name(), from.name()));
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        TableName name = tableName(identifier);
        Warehouse warehouse = warehouse();
        if (!warehouse.isTable(name)) {
            return false;
        }

        warehouse.drop(name);
        DeltaLog.invalidateCache(SparkSession.active(), warehouse.directory(name));
        return true;
    }

    private static DeltaCatalog delta() {
        SparkSession session = SparkSession.active();
        return (DeltaCatalog) session.sessionState().catalogManager().catalog("spark_catalog");
    }

    private TableName tableName(Identifier identifier) {
        if (identifier.namespace().length != 1) {
            throw refused("The name " + identifier, "Tables are named schema.table.");
        }

        return new TableName(identifier.namespace()[0], identifier.name());
    }

    private Identifier byPath(Identifier identifier) {
        return Identifier.of(
                new String[] {DELTA},
                warehouse().directory(tableName(identifier)).toString());
    }

    private Identifier existing(Identifier identifier) throws NoSuchTableException {
        if (!tableExists(identifier)) {
            throw new NoSuchTableException(identifier);
        }

        return byPath(identifier);
    }

    private Identifier absent(Identifier identifier) throws TableAlreadyExistsException {
        if (tableExists(identifier)) {
            throw new TableAlreadyExistsException(identifier);
        }

        return byPath(identifier);
    }

    private TableInfo managed(TableInfo table) {
        Map<String, String> given = table.properties();
        String format = given.getOrDefault(TableCatalog.PROP_PROVIDER, DELTA);
        if (!format.toLowerCase(Locale.ROOT).equals(DELTA)) {
            throw refused("USING " + format, "Tables here are Delta tables; leave USING out.");
        }

        if (given.containsKey(TableCatalog.PROP_LOCATION)) {
            throw refused("LOCATION", "A table's place follows from its name.");
        }

        Map<String, String> properties = new HashMap<>(TableShape.PROPERTIES);
        properties.putAll(given);
        properties.put(TableCatalog.PROP_PROVIDER, DELTA);
        return new TableInfo.Builder()
                .withColumns(table.columns())
                .withPartitions(table.partitions())
                .withProperties(properties)
                .withConstraints(table.constraints())
                .build();
    }

    private Table named(Identifier identifier, Table table) {
        return CatalogEntry.of(name(), identifier, table);
    }
}
