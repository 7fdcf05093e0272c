package io.leat.jobs.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Hands warnings and errors that are logged on a task run's threads, Spark's included, to that task run's log. */
final class LogLines extends AbstractAppender {
    private static final int LONGEST = 500;

    private final Map<String, Consumer<String>> byGroup = new ConcurrentHashMap<>();

    private LogLines() {
        super("leat-task-runs", null, null, true, Property.EMPTY_ARRAY);
    }

    static LogLines install() {
        LogLines lines = new LogLines();
        lines.start();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().addAppender(lines);
        context.getConfiguration().getRootLogger().addAppender(lines, Level.WARN, null);
        context.updateLoggers();
        return lines;
    }

    void remove() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().getRootLogger().removeAppender(getName());
        context.updateLoggers();
        stop();
    }

    void watch(String group, Consumer<String> log) {
        byGroup.put(group, log);
    }

    void forget(String group) {
        byGroup.remove(group);
    }

    /** The first line; all of it is in the driver's log. */
    private static String brief(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " (cut)";
    }

    @Override
    public void append(LogEvent event) {
        Object group = event.getContextData().getValue(TaskSession.LOG_KEY);
        Consumer<String> log = group == null ? null : byGroup.get(group.toString());
        if (log != null) {
            String logger = event.getLoggerName();
            String subject = logger.substring(logger.lastIndexOf('.') + 1);
            log.accept("%s %s: %s"
                    .formatted(
                            event.getLevel(), subject, brief(event.getMessage().getFormattedMessage())));
        }
    }
}
