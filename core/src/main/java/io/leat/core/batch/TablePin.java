package io.leat.core.batch;

import java.util.Objects;

/**
 * One version of one input table, fixed when a batch is minted; every attempt reads this version.
 *
 * @param table {@code schema.table}
 * @param tableId Delta's own id of the table, which a table of the same name made anew does not share
 * @param version of the table's log
 */
public record TablePin(String table, String tableId, long version) {
    public TablePin {
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(tableId, "tableId is null");
    }
}
