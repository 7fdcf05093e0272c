/**
 * All SQL, and only SQL: the state of a workspace in SQLite, its lineage history in a database of its own; or both in a
 * PostgreSQL that several control planes share, of which the one that has the lease writes.
 *
 * <p>Start at {@link io.leat.server.store.Store}. The engine's thread alone writes; anybody may read.
 */
@NullMarked
package io.leat.server.store;

import org.jspecify.annotations.NullMarked;
