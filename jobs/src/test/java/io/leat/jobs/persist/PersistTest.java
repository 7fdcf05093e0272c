package io.leat.jobs.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;
import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistTest {
    @TempDir
    Path root;

    private TestWorkspace workspace;
    private int tables;

    @BeforeEach
    void givenFeatures() {
        workspace = new TestWorkspace(root);
        features("(1, 10, 1), (2, 20, 1), (2, 25, 2), (3, NULL, 1)");
    }

    @Test
    void overwriteReplacesAndAppendAdds() throws Exception {
        persist("\"where\":\"id < :leat_0\",\"select\":{\"id\":\"id\",\"twice\":\"amount * 2\"}");
        persist("\"where\":\"id < :leat_0\",\"select\":{\"id\":\"id\",\"twice\":\"amount * 2\"}");
        assertThat(rows()).containsExactly("1 20", "2 40", "2 50");
        RecordingContext run =
                persist("\"mode\":\"append\",\"select\":{\"twice\":\"7\",\"id\":\"features.id\"},\"where\":\"id = 3\"");
        assertThat(rows()).containsExactly("1 20", "2 40", "2 50", "3 7");
        assertThat(run.counts()).containsEntry("written", 1L);
    }

    @Test
    void aSliceReplacesItsRowsAndNoOthers() throws Exception {
        persist("\"select\":{\"id\":\"id\",\"amount\":\"amount\"}");
        RecordingContext run = persist("\"slice\":{\"column\":\"id\",\"from\":\"2\",\"to\":\"3\"},"
                + "\"where\":\"id = 2 AND version = 2\",\"select\":{\"id\":\"id\",\"amount\":\"amount + 1\"}");

        assertThat(rows()).containsExactly("1 10", "2 26", "3 null");
        assertThat(run.counts()).containsEntry("written", 1L);
        fails("\"slice\":{\"column\":\"id\",\"equals\":\"2\"},\"select\":{\"id\":\"id\",\"amount\":\"amount\"}")
                .hasMessageStartingWith(
                        "Nothing was written to table gold.features: a row lies outside the slice id = 2");
        fails("\"slice\":{\"column\":\"id\",\"from\":\"2\",\"to\":\"2\"}")
                .hasMessage("persist_task.slice: The slice of id from 2 to 2 is empty: to must be greater than from.");
        assertThat(rows()).containsExactly("1 10", "2 26", "3 null");
    }

    @Test
    void anAttemptAfterACrashFindsTheSliceThatWasWritten() throws Exception {
        persist("\"mode\":\"overwrite\"");
        String slice = "\"slice\":{\"column\":\"id\",\"equals\":\"2\"},\"where\":\"id = 2 AND version = 1\"";
        String body = "{\"input\":\"silver.features\",\"target\":\"gold.features\",%s}".formatted(slice);
        RecordingContext first = workspace.context("persist_task", body, Map.of());
        first.crashingBeforeCommitted("gold.features");
        assertThatThrownBy(() -> new Persist().run(first)).hasMessageContaining("crashed as the test asked");
        RecordingContext again = workspace.retry(new Persist(), first);

        assertThat(again.commits()).singleElement().satisfies(commit -> {
            assertThat(commit.adopted()).isTrue();
            assertThat(commit.rows()).isEqualTo(1);
        });
        assertThat(rows()).containsExactly("1 10 1", "2 20 1", "3 null 1");
    }

    @Test
    void mergeKeepsTheHighestOfEachKeyAndSaysHowManyItLeftOut() throws Exception {
        String merge = "\"mode\":\"merge\",\"keys\":[\"ID\"],\"order_by\":\"version\"";
        RecordingContext run = persist(merge);
        assertThat(rows()).containsExactly("1 10 1", "2 25 2", "3 null 1");
        assertThat(run.counts())
                .containsEntry("read", 4L)
                .containsEntry("written", 3L)
                .containsEntry("repeated_keys", 1L);
        assertThat(run.logLines())
                .contains(
                        "1 of 4 rows had the keys [id] of another row; of each key the row with the highest version was kept.");
        assertThat(run.lineages().get(0).columns().toString())
                .contains("column=amount, sources=[Source[dataset=silver.features, column=amount]]");

        features("(2, 26, 3), (4, 40, 1)");
        assertThat(persist(merge).counts()).containsEntry("written", 2L).containsEntry("repeated_keys", 0L);
        assertThat(rows()).containsExactly("1 10 1", "2 26 3", "3 null 1", "4 40 1");
    }

    @Test
    void aBrokenRuleWritesNothing() throws Exception {
        assertThatThrownBy(() -> persist("gold.full", "\"not_null\":[\"amount\"]"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Nothing was written to table gold.full")
                .hasMessageContaining("amount");
        assertThatThrownBy(() -> persist("gold.small", "\"constraints\":{\"small\":\"amount < 25\"}"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Nothing was written to table gold.small")
                .hasMessageContaining("amount < 25");
        persist(
                "\"constraints\":{\"small\":\"amount IS NULL OR amount < 26\"},\"comment\":\"Kept\",\"column_comments\":{\"id\":\"Whose\"}");
        assertThat(workspace.rows("gold.features").count()).isEqualTo(4);
        assertThat(workspace.tables().inspect("gold.features").comment()).isEqualTo("Kept");
    }

    @Test
    void mistakesAreToldUnderTheirOption() {
        fails("\"mode\":\"merge\"").hasMessage("persist_task.keys: mode merge needs the columns that identify a row.");
        fails("\"mode\":\"merge\",\"keys\":[\"idd\"]")
                .hasMessage(
                        "persist_task.keys: there is no column idd; did you mean id? The columns are [id, amount, version].");
        fails("\"mode\":\"merge\",\"keys\":[\"id\"],\"order_by\":\"verzion\"")
                .hasMessageStartingWith("persist_task.order_by: A column")
                .hasMessageContaining("`version`");
        fails("\"keys\":[\"id\"]").hasMessageStartingWith("persist_task.keys: identify rows for mode merge");
        fails("\"select\":{\"x\":\"amout\"}")
                .hasMessageStartingWith("persist_task.select.x: A column")
                .hasMessageContaining("`amount`");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> fails(String options) {
        return assertThatThrownBy(() -> persist(options)).isInstanceOf(LeatException.class);
    }

    private RecordingContext persist(String options) throws InterruptedException {
        return persist("gold.features", options);
    }

    private RecordingContext persist(String target, String options) throws InterruptedException {
        String body = "{\"input\":\"silver.features\",\"target\":\"%s\",%s}".formatted(target, options);
        return workspace.run(new Persist(), "persist_task", body, Map.of("leat_0", "3"));
    }

    private void features(String values) {
        Batch batch = new Batch(
                "given-" + ++tables,
                "silver.features",
                Batch.TARGET,
                WriteMode.OVERWRITE,
                Manifest.EMPTY,
                "",
                List.of(),
                BatchState.MINTED);
        workspace
                .tables()
                .write(
                        batch,
                        workspace.spark().sql("SELECT * FROM VALUES " + values + " AS t(id, amount, version)"),
                        WriteSpec.plain());
    }

    private List<String> rows() {
        return workspace.rows("gold.features").collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }
}
