package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {
    @Test
    void nameIsAPathUnderTheWarehouse() {
        assertThat(DeltaTables.path("/data/warehouse", "bronze.clicks-2026"))
                .isEqualTo("/data/warehouse/bronze/clicks-2026");
        assertThat(DeltaTables.path("s3a://bucket/w", "a.b")).isEqualTo("s3a://bucket/w/a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"clicks", "a.b.c", ".a", "a.", "A.b", "a.B", "a.b/c", "...", "_a.b", "a.İ", "a. b", "a.b\n"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> TableName.parse(name)).hasMessageContaining(name.strip());
    }
}
