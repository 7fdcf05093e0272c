package io.leat.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.cluster.TableAudit;
import io.leat.core.cluster.TableAudit.Write;
import io.leat.server.store.Survey.KnownBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableRulesTest {
    private static final String TABLE = "bronze.clicks";
    private static final long IDS_SINCE = 1_000;

    private final List<KnownBatch> known = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private long oldest;

    private void committed(String batchId, long version, long rows) {
        committed(batchId, "t1", version, rows, 2_000 + version);
    }

    private void committed(String batchId, String tableId, long version, long rows, long at) {
        Commit commit = new Commit(batchId, TABLE, tableId, version, rows, null, null, at, false, null);
        known.add(new KnownBatch(batchId, BatchState.COMMITTED, true, commit));
    }

    private void known(String batchId, BatchState state, boolean ended) {
        known.add(new KnownBatch(batchId, state, ended, null));
    }

    private void inTable(String batchId, long version, long rows) {
        inTable(new Write(batchId, version, false, rows, null));
    }

    private void inTable(Write write) {
        ids.add(write.batchId());
        writes.add(write);
    }

    private List<Finding> findings() {
        return findings("t1", 9);
    }

    private List<Finding> findings(@Nullable String tableId, long version) {
        TableAudit audit = new TableAudit(TABLE, tableId, version, oldest, IDS_SINCE, ids, writes, 0, 0);
        return new TableRules(audit, known, () -> "settled").findings();
    }

    private Finding finding() {
        assertThat(findings()).hasSize(1);
        return findings().get(0);
    }

    @Test
    void whatAgreesIsWell() {
        committed("b1", 1, 10);
        inTable("b1", 1, 10);
        known("b2", BatchState.BURNT, true);
        inTable(new Write("b2", 2, true, 0L, null));
        known("b3", BatchState.MINTED, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void aTableThatIsGoneIsAnErrorOnlyIfSomethingWasInIt() {
        known("b1", BatchState.MINTED, false);
        assertThat(findings(null, -1)).isEmpty();

        committed("b2", 4, 10);
        assertThat(findings(null, -1)).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("tables.exists");
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.finding()).isEqualTo("Table bronze.clicks is gone; the state knows its version 4.");
        });
    }

    @Test
    void anotherTableInItsPlaceIsOneError() {
        committed("b1", 1, 10);
        committed("b2", 2, 10);

        assertThat(findings("t2", 9)).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("tables.identity");
            assertThat(finding.finding()).contains("has the id t2, and Leat wrote t1");
        });
    }

    @Test
    void aCommitThatTheTableDoesNotHoldIsAnError() {
        committed("b1", 3, 10);

        assertThat(finding().finding())
                .isEqualTo(
                        "Batch b1 of bronze.clicks is committed as version 3 by the state, and the table does not hold"
                                + " it.");
    }

    @Test
    void anIdAloneIsNoCommitWhileTheLogIsKept() {
        committed("b1", 3, 10);
        ids.add("b1");
        assertThat(finding().check()).isEqualTo("tables.batches");

        oldest = 4;
        assertThat(findings()).isEmpty();
    }

    @Test
    void idsThatAreTooOldToBeKeptAreNotMissed() {
        committed("b1", "t1", 3, 10, IDS_SINCE - 1);
        oldest = 4;

        assertThat(findings()).isEmpty();
    }

    @Test
    void whatWasCommittedAfterTheLookIsNotMissed() {
        committed("b1", 10, 10);

        assertThat(findings()).isEmpty();
    }

    @Test
    void anotherVersionOtherRowsOrABurnIsAnError() {
        committed("b1", 1, 10);
        committed("b2", 2, 10);
        committed("b3", 3, 10);
        inTable("b1", 5, 10);
        inTable("b2", 2, 11);
        inTable(new Write("b3", 3, true, 0L, null));

        assertThat(findings())
                .extracting(Finding::finding)
                .containsExactly(
                        "Batch b1 of bronze.clicks is version 1 by the state, and version 5 by the table.",
                        "Batch b2 of bronze.clicks has 10 rows by the state, and 11 by the table.",
                        "Batch b3 of bronze.clicks is committed by the state, and given up by version 3 of the table.");
    }

    @Test
    void aBurntBatchThatLandedIsAnError() {
        known("b1", BatchState.BURNT, true);
        inTable("b1", 4, 10);

        assertThat(finding().finding())
                .isEqualTo("Batch b1 of bronze.clicks is given up by the state, and version 4 of the table holds it.");
    }

    @Test
    void manyDisagreementsAreToldShortly() {
        IntStream.range(0, 50).forEach(i -> committed("b" + i, 1, 10));

        assertThat(findings()).hasSize(4);
        assertThat(findings().get(3).finding()).isEqualTo("So it is with 47 more batches of bronze.clicks.");
    }

    @Test
    void whatWasTakenAwayOnPurposeOrNotIsAWarning() {
        committed("b1", "t0", 1, 10, 2_001);
        committed("b2", 2, 10);
        inTable(new Write("b2", 2, false, 10L, 3L));
        committed("b3", 4, 10);
        inTable("b3", 4, 10);

        assertThat(finding().level()).isEqualTo(Level.WARNING);
        assertThat(finding().finding())
                .startsWith("2 batch(es) of bronze.clicks were taken away")
                .endsWith("b1, b2.");
    }

    @Test
    void batchesThatTheStateDoesNotKnowMakeItTheOlderOne() {
        inTable("b1", 1, 10);
        ids.add("b2");

        assertThat(finding().check()).isEqualTo("tables.unknown-batches");
        assertThat(finding().level()).isEqualTo(Level.ERROR);
        assertThat(finding().finding())
                .isEqualTo("Table bronze.clicks holds 2 batch(es) that the state does not know: b1, b2.");
    }

    @Test
    void openBatchesOfEndedRunsCanBeSettled() throws Exception {
        known("b1", BatchState.MINTED, true);
        assertThat(finding().level()).isEqualTo(Level.NOTE);
        assertThat(finding().repair().carryOut()).isEqualTo("settled");

        known("b2", BatchState.MINTED, true);
        inTable("b2", 4, 10);
        assertThat(finding().level()).isEqualTo(Level.WARNING);
        assertThat(finding().finding())
                .isEqualTo("Of 2 batch(es) of ended runs the state does not know whether bronze.clicks holds them: it"
                        + " holds 1 (b2).");
    }

    @Test
    void filesForVacuumAreANote() {
        TableAudit audit = new TableAudit(TABLE, "t1", 9, 0, 0, ids, writes, 2, 2049);

        assertThat(new TableRules(audit, known, () -> "").findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.NOTE);
                    assertThat(finding.finding()).startsWith("2 data file(s) of bronze.clicks, 3 KiB,");
                });
    }
}
