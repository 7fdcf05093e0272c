package io.leat.connectors.delta;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import scala.Option;
import scala.collection.immutable.Seq;

/** Gives a table that Delta found by its path the name it was asked for: plans show it, and streaming needs it. */
final class CatalogEntry {
    private CatalogEntry() {}

    static Table of(String catalog, Identifier identifier, Table table) {
        if (!(table instanceof DeltaTableV2 found)) {
            return table;
        }

        String name = "%s.%s.%s".formatted(catalog, identifier.namespace()[0], identifier.name());
        return found.copy(
                found.spark(),
                found.path(),
                Option.apply(entry(catalog, identifier, found)),
                Option.apply(name),
                found.timeTravelOpt(),
                found.options());
    }

    private static CatalogTable entry(String catalog, Identifier identifier, DeltaTableV2 table) {
        scala.collection.immutable.Map<String, String> none = Scala.map(Map.of());
        Seq<String> noColumns = Scala.seq(List.of());
        return new CatalogTable(
                new TableIdentifier(identifier.name(), Option.apply(identifier.namespace()[0]), Option.apply(catalog)),
                CatalogTableType.EXTERNAL(),
                new CatalogStorageFormat(
                        Option.apply(table.path().toUri()),
                        Option.empty(),
                        Option.empty(),
                        Option.empty(),
                        false,
                        none),
                table.schema(),
                Option.apply("delta"),
                noColumns,
                Option.empty(),
                "",
                0L,
                -1L,
                "",
                none,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                noColumns,
                false,
                true,
                none,
                Option.empty());
    }
}
