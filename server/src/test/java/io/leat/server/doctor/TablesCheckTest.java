package io.leat.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.TableAudit;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesCheckTest {
    @TempDir
    Path folder;

    private final Logs logs = new Logs();
    private GivenWorkspace given;

    private static final class Logs implements TableLogs {
        private final List<String> asked = new ArrayList<>();
        private boolean broken;

        @Override
        public TableAudit audit(String table) {
            asked.add(table);
            if (broken) {
                throw new LeatException(ErrorCode.INVALID_STATE, "its log has a hole");
            }
            return TableAudit.absent(table);
        }

        @Override
        public String settle(String table) {
            asked.add("settle " + table);
            return "1 given up";
        }
    }

    @BeforeEach
    void givenAWorkspace() {
        given = new GivenWorkspace(folder);
    }

    private List<Finding> look(boolean answers, @Nullable Boolean wanted) throws Exception {
        return new TablesCheck(given.state, answers, wanted, () -> logs).look();
    }

    private void activeRun() {
        given.run(1, false);
        given.batch("b1", 1);
    }

    @Test
    void withoutTablesNobodyIsAsked() throws Exception {
        assertThat(look(false, true)).extracting(Finding::finding).containsExactly("no tables yet");
        assertThat(logs.asked).isEmpty();
    }

    @Test
    void aCheckDoesNotLetRunsGoOn() throws Exception {
        activeRun();

        assertThat(look(false, null))
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding())
                        .contains("1 table(s) were not looked at", "1 run(s) would go on"));
        assertThat(logs.asked).isEmpty();
        assertThat(look(true, null)).extracting(Finding::finding).containsExactly("looked at 1");
        assertThat(look(false, true)).extracting(Finding::finding).containsExactly("looked at 1");
        assertThat(logs.asked).hasSize(2);
    }

    @Test
    void tablesAreLeftOutWhenAsked() throws Exception {
        activeRun();

        assertThat(look(true, false)).extracting(Finding::level).containsExactly(Level.NOTE);
        assertThat(logs.asked).isEmpty();
    }

    @Test
    void aTableThatCannotBeReadIsAnError() throws Exception {
        activeRun();
        logs.broken = true;

        assertThat(look(true, null).get(0).finding())
                .isEqualTo("Table bronze.clicks cannot be read: its log has a hole");
    }

    @Test
    void openBatchesAreSettledByTheRepair() throws Exception {
        given.run(1, true);
        given.batch("b1", 1);
        Report report = Doctor.examine(new Examination(List.of(new TablesCheck(given.state, true, null, () -> logs))));

        Report repaired = Doctor.repair(report);
        assertThat(report.repairable()).isEqualTo(1);
        assertThat(repaired.repairable()).isZero();
        assertThat(repaired.findings().get(0).repaired()).isEqualTo("1 given up");
        assertThat(logs.asked).containsExactly("bronze.clicks", "settle bronze.clicks");
    }

    @Test
    void aControlPlaneThatCannotStartIsAnError() {
        activeRun();
        Report report = Doctor.examine(new Examination(List.of(new TablesCheck(given.state, true, null, () -> {
            throw new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, "The control plane ended with status 1.");
        }))));

        assertThat(report.isWell()).isFalse();
        assertThat(report.findings().get(0).finding()).isEqualTo("The control plane ended with status 1.");
    }
}
