package io.leat.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.server.config.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases that are not ours; {@code -Dleat.data} names a folder beside theirs. */
@Tag("realdata")
class SharedCasesTest {
    @Test
    void allCasesAreRead() {
        assertThat(cases().values().stream().mapToInt(List::size).sum()).isGreaterThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pure", "simulated"})
    void allPassInVirtualTime(String name) throws InterruptedException {
        try (CaseEngine engine = Engines.named(name, StoreSettings.EMBEDDED)) {
            List<Verdict> failed = CaseRunner.run(cases(), engine).stream()
                    .filter(verdict -> verdict.kind() == Verdict.Kind.FAILED)
                    .toList();
            assertThat(failed).isEmpty();
        }
    }

    private static Map<String, List<ConformanceCase>> cases() {
        String data = System.getProperty("leat.data");
        Assumptions.assumeTrue(data != null, "leat.data is not set");
        return CaseReader.read(Path.of(data).resolveSibling("conformance"));
    }
}
