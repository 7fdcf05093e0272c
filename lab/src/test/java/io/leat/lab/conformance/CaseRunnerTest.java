package io.leat.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader is told of cases that an engine plays more than once. */
class CaseRunnerTest {
    private static final String CASE = """
            [{"name": "sometimes", "section": "1.2", "job": {"tasks": [{"task_key": "a", "scripted_task": {}}]},
              "expect": {"tasks": {"a": {"result_state": "SUCCESS"}}}}]""";

    @TempDir
    private Path folder;

    /** Breaks down so often, then plays well. */
    private static final class Shaky implements CaseEngine {
        private final CaseEngine sound = new PureEngine();
        private int troubles;

        Shaky(int troubles) {
            this.troubles = troubles;
        }

        @Override
        public String name() {
            return "shaky engine";
        }

        @Override
        public int tries() {
            return 3;
        }

        @Override
        public Observation play(ConformanceCase given) {
            return troubles-- > 0 ? Observation.broken("trouble %d".formatted(troubles)) : sound.play(given);
        }
    }

    @Test
    void aPassAtALaterTryIsToldWithWhatTheFirstTryFound() throws Exception {
        assertThat(told(2))
                .startsWith("passed at try 3 only: f: sometimes (section 1.2)")
                .contains("the case", "found    trouble 1")
                .doesNotContain("trouble 0", "FAILED")
                .endsWith("; 1 passed at a second or third try only\n");
    }

    @Test
    void whatFailsAtEveryTryFails() throws Exception {
        assertThat(told(3))
                .startsWith("FAILED f: sometimes (section 1.2)")
                .contains("found    trouble 0")
                .doesNotContain("only");
    }

    @Test
    void aPassAtTheFirstTryNeedsNoWords() throws Exception {
        assertThat(told(0)).doesNotContain("sometimes", "only");
    }

    @Test
    void whatIsToBePlayedAloneComesAfterTheOthers() throws Exception {
        Files.writeString(folder.resolve("f.json"), CASE.replace("sometimes", "alone"));
        Files.writeString(folder.resolve("g.json"), CASE);
        List<String> order = new CopyOnWriteArrayList<>();
        CaseEngine engine = new CaseEngine() {
            @Override
            public String name() {
                return "patient engine";
            }

            @Override
            public boolean playsAlone(ConformanceCase given) {
                return given.name().equals("alone");
            }

            @Override
            public Observation play(ConformanceCase given) {
                order.add(given.name());
                return new PureEngine().play(given);
            }
        };
        List<Verdict> verdicts = CaseRunner.run(CaseReader.read(folder), engine);

        assertThat(order).containsExactly("sometimes", "alone");
        assertThat(verdicts).extracting(Verdict::family).containsExactly("f", "g");
        assertThat(verdicts).extracting(Verdict::kind).containsOnly(Verdict.Kind.PASSED);
    }

    private String told(int troubles) throws InterruptedException, IOException {
        Files.writeString(folder.resolve("f.json"), CASE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CaseEngine engine = new Shaky(troubles);
        List<Verdict> verdicts = CaseRunner.run(CaseReader.read(folder), engine);
        new Report(new PrintStream(out, true, StandardCharsets.UTF_8)).print(engine.name(), verdicts, 1);
        return out.toString(StandardCharsets.UTF_8);
    }
}
