package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void aLineEndsAtItsEnd() throws IOException {
        assertThat(lines("a\n\nçö\r\nlast")).containsExactly("a", "", "çö", "last");
    }

    @Test
    void ofABarThatIsDrawnAgainAndAgainTheLastStateCounts() throws IOException {
        assertThat(lines("10%\r50%\r100%\r\ndone\n")).containsExactly("100%", "done");
    }

    @Test
    void aLineWithoutEndIsHandedOnInParts() throws IOException {
        assertThat(lines("x".repeat(150_000))).extracting(String::length).containsExactly(65_536, 65_536, 18_928);
    }

    @Test
    void theLastOfWhatWasPrintedIsKept() {
        Printed printed = new Printed();
        for (int i = 0; i < 100_000; i++) {
            printed.add("line " + i);
        }

        assertThat(printed.output().path("logs_truncated").asBoolean()).isTrue();
        assertThat(printed.output().path("logs").asText())
                .endsWith("line 99999\n")
                .hasSizeLessThanOrEqualTo(200 << 10);
    }

    private static List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        Lines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
        return lines;
    }
}
