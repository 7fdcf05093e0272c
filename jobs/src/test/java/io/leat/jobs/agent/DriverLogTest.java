package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DriverLogTest {
    @Test
    void secretsDoNotReachTheAppendersBehind() {
        Recorder recorder = new Recorder();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().getRootLogger().addAppender(recorder, null, null);
        context.updateLoggers();
        DriverLog log = DriverLog.install();
        log.redact(List.of("s3cret"));
        LoggerFactory.getLogger("x").error("login with {} failed", "s3cret", new IllegalStateException("s3cret again"));
        log.remove();
        LoggerFactory.getLogger("x").error("after");
        context.getConfiguration().getRootLogger().removeAppender(recorder.getName());
        context.updateLoggers();

        assertThat(recorder.lines).hasSize(2).last().isEqualTo("after null");
        assertThat(recorder.lines.get(0))
                .startsWith("login with [REDACTED] failed")
                .contains("IllegalStateException: [REDACTED] again")
                .doesNotContain("s3cret");
    }

    private static final class Recorder extends AbstractAppender {
        private final List<String> lines = new ArrayList<>();

        private Recorder() {
            super("recorder", null, null, true, Property.EMPTY_ARRAY);
            start();
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
        }
    }
}
