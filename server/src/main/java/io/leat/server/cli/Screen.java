package io.leat.server.cli;

import java.io.PrintStream;
import java.util.List;

/** Lines at the bottom of a terminal that are drawn again in place. */
final class Screen implements AutoCloseable {
    private static final String HIDE = "\u001b[?25l";
    private static final String SHOW = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_ALL = "\u001b[2J\u001b[H";

    private final PrintStream out;
    private final Thread restore;
    private int drawn;

    Screen(PrintStream out) {
        this.out = out;
        this.restore = new Thread(() -> out.print(SHOW), "show-cursor");
        Runtime.getRuntime().addShutdownHook(restore);
        out.print(HIDE);
    }

    /** Replaces what was drawn before, in one write so that nothing flickers. */
    void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder("\r");
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(line -> frame.append(line).append(CLEAR_LINE).append('\n'));
        out.print(frame.append(CLEAR_BELOW));
        out.flush();
        drawn = lines.size();
    }

    /** The terminal has another size: what stands there may have been broken into more lines than were drawn. */
    void forget() {
        out.print(CLEAR_ALL);
        drawn = 0;
    }

    @Override
    public void close() {
        out.print(SHOW);
        out.flush();
        Runtime.getRuntime().removeShutdownHook(restore);
    }
}
