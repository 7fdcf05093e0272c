package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.Commit;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    @Test
    void everyFormOfASecretIsTakenOut() {
        Redaction redaction = new Redaction(List.of("p w\"1+2", "first line\nsecond line"));

        assertThat(redaction.clean("plain p w\"1+2!")).isEqualTo("plain [REDACTED]!");
        assertThat(redaction.clean("form p+w%221%2B2 path p%20w%221%2B2")).isEqualTo("form [REDACTED] path [REDACTED]");
        assertThat(redaction.clean("json {\"k\":\"p w\\\"1+2\"}")).isEqualTo("json {\"k\":\"[REDACTED]\"}");
        assertThat(redaction.clean("base64 cCB3IjErMg== and cCB3IjErMg")).isEqualTo("base64 [REDACTED] and [REDACTED]");
        assertThat(redaction.clean("key: second line")).isEqualTo("key: [REDACTED]");
    }

    @Test
    void theLongestOfSecretsThatContainEachOtherIsTaken() {
        assertThat(new Redaction(List.of("RED", "RED-2")).clean("RED-2 RED")).isEqualTo("[REDACTED] [REDACTED]");
    }

    @Test
    void namesInLineageAreCleanButWhatTheControlPlaneKnowsThingsByStays() {
        Redaction redaction = new Redaction(List.of("gold"));
        Lineage lineage = new Lineage(
                new Dataset(Dataset.Kind.TABLE, "s.t", 1L),
                List.of(new Dataset(Dataset.Kind.FILES, "/data/gold/x", null)),
                List.of(new ColumnLineage("a", List.of(new ColumnLineage.Source("/data/gold/x", "gold_a")))),
                new Observed(Observed.Operation.APPEND, 3L, List.of("a query in jdbc:x://gold")));
        Commit commit = new Commit("gold-1", "gold.t", "id", 1, null, null, null, 1, false, "a INT COMMENT 'gold'");

        assertThat(redaction.clean(lineage).toString())
                .contains("/data/[REDACTED]/x", "[REDACTED]_a", "rows=3", "jdbc:x://[REDACTED]")
                .doesNotContain("gold");
        assertThat(redaction.clean(commit))
                .isEqualTo(new Commit(
                        "gold-1", "gold.t", "id", 1, null, null, null, 1, false, "a INT COMMENT '[REDACTED]'"));
    }

    @Test
    void withoutSecretsNothingChanges() {
        assertThat(new Redaction(List.of("")).clean("any text")).isEqualTo("any text");
    }
}
