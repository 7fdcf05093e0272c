package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.server.OnPostgres;
import io.leat.server.auth.SecretStore.Sealed;
import io.leat.server.store.EventTable.EventRow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
class PostgresStoreTest extends StoreTest {
    /** Which its text cannot hold, and messages of foreign programs can. */
    @Test
    void theCharacterZeroIsReplaced() {
        store.write(tables -> {
            tables.events().append(new EventRow(1, 1, 5, "a\0b"));
            return true;
        });

        List<EventRow> events = store.read(tables -> tables.events().after(1, 0, 10));
        assertThat(events).containsExactly(new EventRow(1, 1, 5, "a\ufffdb"));
    }

    /** As it is in SQLite, whatever the database's own order is. */
    @Test
    void textsAreInTheOrderOfTheirBytes() {
        store.write(tables -> {
            Stream.of("b", "B", "a").forEach(name -> tables.secrets().put(new Sealed("scope", name, "", 0)));
            return true;
        });

        List<Sealed> secrets = store.read(tables -> tables.secrets().list());
        assertThat(secrets).extracting(Sealed::key).containsExactly("B", "a", "b");
    }
}
