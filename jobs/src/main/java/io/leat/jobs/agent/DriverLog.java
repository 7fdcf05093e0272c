package io.leat.jobs.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;

/**
 * Stands before the appenders of the driver's own log and takes the secrets of all its task runs out of what Spark and
 * the libraries under it write there.
 */
final class DriverLog extends AbstractAppender {
    private final List<Appender> behind;
    private final Set<String> secrets = new TreeSet<>();
    private volatile Redaction redaction = new Redaction(List.of());

    private DriverLog(Collection<Appender> behind) {
        super("leat-driver-log", null, null, true, Property.EMPTY_ARRAY);
        this.behind = List.copyOf(behind);
    }

    static DriverLog install() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        LoggerConfig root = context.getConfiguration().getRootLogger();
        List<Appender> direct = root.getAppenders().values().stream()
                .filter(appender -> !(appender instanceof DriverLog || appender instanceof LogLines))
                .toList();
        DriverLog log = new DriverLog(direct);
        log.start();
        root.addAppender(log, null, null);
        direct.forEach(appender -> root.removeAppender(appender.getName()));
        context.updateLoggers();
        return log;
    }

    /** Puts the appenders back that were there before. */
    void remove() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        LoggerConfig root = context.getConfiguration().getRootLogger();
        behind.forEach(appender -> root.addAppender(appender, null, null));
        root.removeAppender(getName());
        context.updateLoggers();
    }

    /** From now on, and until the driver ends. */
    synchronized void redact(Collection<String> values) {
        if (secrets.addAll(values)) {
            redaction = new Redaction(List.copyOf(secrets));
        }
    }

    @Override
    public void append(LogEvent event) {
        LogEvent clean = clean(event);
        behind.forEach(appender -> appender.append(clean));
    }

    private LogEvent clean(LogEvent event) {
        if (!redaction.hasSecrets()) {
            return event;
        }

        StringWriter text = new StringWriter().append(event.getMessage().getFormattedMessage());
        if (event.getThrown() != null) {
            event.getThrown().printStackTrace(new PrintWriter(text.append(System.lineSeparator())));
        }

        return new Log4jLogEvent.Builder(event)
                .setMessage(new SimpleMessage(redaction.clean(text.toString())))
                .setThrown(null)
                .setThrownProxy(null)
                .build();
    }
}
