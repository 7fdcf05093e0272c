package io.leat.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTest {
    @TempDir
    Path root;

    @Test
    void aTaskCannotAllowItselfWhatTheDriverWasNotStartedWith() throws IOException {
        try (LocalApi api = new LocalApi()) {
            api.json("/", "{}");
            String body = "{\"url\": \"%s\"}".formatted(api.url("127.0.0.1", "/"));
            RecordingContext context = new TestWorkspace(root).context("http_task", body, Map.of());
            context.spark().conf().set("spark.leat.http.allow", "127.0.0.0/8");

            assertThatThrownBy(() -> new Http().run(context))
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("may not be connected to: 127.0.0.1 is a loopback address.");
            assertThat(api.asked()).isEmpty();
        }
    }
}
