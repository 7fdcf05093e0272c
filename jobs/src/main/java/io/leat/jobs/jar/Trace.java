package io.leat.jobs.jar;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Stack traces as the program's author wants to read them: with the program's own frames first, without Leat's. */
final class Trace {
    private static final int LONGEST = 50_000;
    private static final int DEEPEST = 50;

    /** Frames of Leat under a program's main. */
    private static final String OURS = Trace.class.getPackageName() + ".";

    private final Predicate<StackTraceElement> own;

    /** @param own whether a frame is the program's */
    Trace(Predicate<StackTraceElement> own) {
        this.own = own;
    }

    static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && chain.size() < DEEPEST && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }

        return chain;
    }

    /** The program's frame where this was thrown; where there is none, as in what Spark throws, its cause's. */
    Optional<StackTraceElement> place(Throwable thrown) {
        return chain(thrown).stream().flatMap(t -> frames(t).stream()).findFirst();
    }

    /** {@code File.java:line} of a frame. */
    static String where(StackTraceElement frame) {
        return frame.getFileName() == null ? frame.getClassName() : frame.getFileName() + ":" + frame.getLineNumber();
    }

    private List<StackTraceElement> frames(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace()).filter(own).toList();
    }

    /** The whole trace; before it, when others' frames are on top, the program's alone. */
    String of(Throwable thrown) {
        chain(thrown).forEach(this::cutOurs);
        StackTraceElement[] all = thrown.getStackTrace();
        String whole = text(thrown);
        if (all.length > 0 && own.test(all[0])) {
            return cut(whole);
        }

        List<Throwable> chain = chain(thrown);
        for (int i = chain.size() - 1; i >= 0; i--) {
            List<StackTraceElement> frames = frames(chain.get(i));
            if (!frames.isEmpty()) {
                return cut(chain.get(i) + "\n" + lines(frames) + "\nThe whole trace:\n" + whole);
            }
        }

        return cut(whole);
    }

    private static String lines(List<StackTraceElement> frames) {
        return frames.stream().map(frame -> "\tat " + frame).collect(Collectors.joining("\n"));
    }

    /** Takes away how Leat came to call main. */
    private void cutOurs(Throwable thrown) {
        StackTraceElement[] all = thrown.getStackTrace();
        int last = all.length;
        while (last > 0 && !own.test(all[last - 1])) {
            last--;
        }

        boolean ours = Arrays.stream(all, last, all.length)
                .anyMatch(frame -> frame.getClassName().startsWith(OURS));
        if (last > 0 && ours) {
            thrown.setStackTrace(Arrays.copyOf(all, last));
        }
    }

    static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n(cut)";
    }
}
