package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.json.Json;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.ColumnLineage.Source;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import io.leat.server.GivenStore;
import io.leat.server.store.LineageStore.EdgeRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageStoreTest {
    private static final Dataset CLICKS = new Dataset(Dataset.Kind.TABLE, "bronze.clicks", 3L);
    private static final Dataset USERS = new Dataset(Dataset.Kind.TABLE, "bronze.users", 1L);

    @TempDir
    private Path folder;

    private Store store;

    @BeforeEach
    void givenAnEmptyStore() {
        store = GivenStore.open(folder.resolve("state.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasObservedOfFilesGrowsInPlace() {
        EdgeRow first = export(List.of(CLICKS), new Observed(Observed.Operation.APPEND, 2L, List.of()));
        EdgeRow both =
                export(List.of(CLICKS, USERS), new Observed(Observed.Operation.APPEND, 4L, List.of("rows of an RDD")));
        store.lineage().add(List.of(first));
        store.lineage().add(List.of(both));

        assertThat(store.lineage().writesOf("/data/out")).containsExactly(both);
        assertThat(store.lineage().madeFrom("bronze.clicks")).containsExactly(both);
        assertThat(store.lineage().madeFrom("bronze.users")).containsExactly(both);
    }

    @Test
    void lineageFromBeforeAnythingWasObservedIsDeclared() {
        Lineage old = Json.read("""
                {"output":{"kind":"TABLE","name":"s.t","version":1},"inputs":[],
                 "columns":[{"column":"a","sources":[{"dataset":"s.u","column":"b"}]}]}""", Lineage.class);

        assertThat(old)
                .isEqualTo(new Lineage(
                        new Dataset(Dataset.Kind.TABLE, "s.t", 1L),
                        List.of(),
                        List.of(new ColumnLineage("a", List.of(new Source("s.u", "b"))))));
        assertThat(old.observed()).isNull();
        assertThat(Json.write(old)).doesNotContain("observed", "\"kind\":null");
    }

    private static EdgeRow export(List<Dataset> inputs, Observed observed) {
        Dataset files = new Dataset(Dataset.Kind.FILES, "/data/out", null);
        ColumnLineage id =
                new ColumnLineage("id", List.of(new Source("bronze.clicks", "id")), ColumnLineage.Kind.IDENTITY);
        return new EdgeRow(new Lineage(files, inputs, List.of(id), observed), 1, 2, "export", 3);
    }
}
