package io.leat.server.store;

import io.leat.server.auth.SecretStore.Sealed;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Encrypted secrets. */
final class SecretTable {
    private final Handle handle;

    SecretTable(Handle handle) {
        this.handle = handle;
    }

    void put(Sealed secret) {
        handle.createUpdate("""
                        INSERT INTO secret (scope, name, sealed, updated_at) VALUES (:scope, :key, :sealed, :updatedAt)
                        ON CONFLICT (scope, name) DO UPDATE
                           SET sealed = excluded.sealed, updated_at = excluded.updated_at""").bindMethods(secret).execute();
    }

    Optional<Sealed> find(String scope, String key) {
        return handle.createQuery("SELECT * FROM secret WHERE scope = ? AND name = ?")
                .bind(0, scope)
                .bind(1, key)
                .map(SecretTable::row)
                .findOne();
    }

    List<Sealed> list() {
        return handle.createQuery("SELECT * FROM secret ORDER BY scope, name")
                .map(SecretTable::row)
                .list();
    }

    boolean delete(String scope, String key) {
        return handle.createUpdate("DELETE FROM secret WHERE scope = ? AND name = ?")
                        .bind(0, scope)
                        .bind(1, key)
                        .execute()
                == 1;
    }

    private static Sealed row(RowView row) {
        return new Sealed(
                row.getColumn("scope", String.class),
                row.getColumn("name", String.class),
                row.getColumn("sealed", String.class),
                row.getColumn("updated_at", Long.class));
    }
}
