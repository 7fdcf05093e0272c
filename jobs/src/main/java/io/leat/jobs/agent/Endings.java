package io.leat.jobs.agent;

import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.error.DiskTrouble;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.jobs.task.ProgramFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** What a thrown exception means for a task run, in one line for its user; the trace goes apart. */
final class Endings {
    private static final int LONGEST_MESSAGE = 2000;
    private static final int LONGEST_TRACE = 60_000;

    /** Faults of Leat or of what it stands on, not of the task. */
    private static final Set<ErrorCode> OURS = Set.of(ErrorCode.INTERNAL_ERROR, ErrorCode.TEMPORARILY_UNAVAILABLE);

    private Endings() {}

    static Finish failure(Throwable thrown, boolean sparkStopped) {
        if (thrown instanceof ProgramFailure program) { // also of one that has stopped Spark itself
            return new Finish(Outcome.FAILED, program.getMessage(), program.trace());
        }

        if (sparkStopped) {
            return ending(Outcome.INTERNAL_ERROR, "Spark stopped in the driver while the task ran: ", thrown);
        }

        if (isFatal(thrown)) {
            return ending(Outcome.INTERNAL_ERROR, "The driver's JVM failed: ", thrown);
        }

        if (thrown instanceof LeatException told) {
            Outcome outcome = OURS.contains(told.code()) ? Outcome.INTERNAL_ERROR : Outcome.FAILED;
            return ending(outcome, "", thrown);
        }

        String disk = DiskTrouble.of(thrown);
        if (disk != null) {
            return new Finish(Outcome.FAILED, disk, trace(thrown));
        }

        boolean agent = thrown instanceof LinkageError || thrown instanceof InterruptedException;
        return ending(agent ? Outcome.INTERNAL_ERROR : Outcome.FAILED, "", thrown);
    }

    /** Whether the JVM cannot be trusted any more. A stack overflow is survived: a deep plan can cause one. */
    static boolean isFatal(Throwable thrown) {
        return chain(thrown).stream()
                .anyMatch(cause -> cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
    }

    private static Finish ending(Outcome outcome, String before, Throwable thrown) {
        return new Finish(outcome, before + oneLine(thrown), trace(thrown));
    }

    /** The message that says most about why: of Leat and of Spark's analysis their own, else of the first cause. */
    static String oneLine(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable cause : chain) {
            if (cause instanceof LeatException || cause instanceof AnalysisException) {
                return firstPart(cause);
            }
        }

        for (int i = chain.size() - 1; i >= 0; i--) {
            String message = chain.get(i).getMessage();
            if (message != null && !message.isBlank()) {
                return firstPart(chain.get(i));
            }
        }

        return thrown.getClass().getSimpleName();
    }

    private static String firstPart(Throwable cause) {
        String message = cause instanceof AnalysisException analysis ? analysis.getSimpleMessage() : cause.getMessage();
        String text = withoutDetails(message == null ? "" : message);
        boolean named = cause instanceof LeatException || cause instanceof SparkThrowable;
        String whole = named ? text : cause.getClass().getSimpleName() + ": " + text;
        return cut(whole, LONGEST_MESSAGE);
    }

    /** Without stack frames, the SQL text that Spark repeats and the plan it prints, on one line. */
    private static String withoutDetails(String message) {
        List<String> kept = new ArrayList<>();
        for (String line : message.split("\n", -1)) {
            String start = line.strip();
            if (start.startsWith("at ") || start.startsWith("== ") || start.startsWith("Driver stacktrace")) {
                break;
            }

            boolean plan =
                    !kept.isEmpty() && (line.startsWith("'") || line.startsWith("+- ") || line.startsWith(":- "));
            if (plan) {
                break;
            }

            if (!start.isEmpty()) {
                kept.add(start);
            }
        }

        return String.join(" ", kept);
    }

    static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && chain.size() < 50 && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }

        return chain;
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return cut(text.toString(), LONGEST_TRACE);
    }

    private static String cut(String all, int longest) {
        return all.length() <= longest
                ? all
                : String.format(Locale.ROOT, "%s (cut, %d characters in all)", all.substring(0, longest), all.length());
    }
}
