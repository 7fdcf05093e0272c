package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import java.util.function.Supplier;

/** Follows a run until it ends, showing it as the console allows; turns Ctrl-C into a cancel, a second one into leaving. */
final class RunFollower {
    private static final long FRAME_MILLIS = 100;

    private final Supplier<Client> server;
    private final EventFeed feed;
    private final Interrupts interrupts;
    private final RunView run;
    private final Show show;
    private int heeded;
    private String notice = "";

    RunFollower(
            Context context,
            Supplier<Client> server,
            EventFeed feed,
            Interrupts interrupts,
            RunView run,
            boolean quiet) {
        this.server = server;
        this.feed = feed;
        this.interrupts = interrupts;
        this.run = run;
        this.show = show(context, interrupts, quiet);
    }

    /** How a run is shown while it goes. */
    private interface Show extends AutoCloseable {
        void event(JsonNode event, RunView run);

        default void frame(RunView run, String notice) {}

        default void notice(String text) {}

        @Override
        default void close() {}
    }

    /** Whether the run was followed to its end; false when the user left it. */
    boolean follow() {
        try (Show shown = show) {
            while (!run.hasEnded()) {
                for (JsonNode event : feed.poll(FRAME_MILLIS)) {
                    run.apply(event);
                    if (run.hasBegun()) {
                        shown.event(event, run);
                    }
                }
                if (heed()) {
                    return false;
                }
                shown.frame(run, notice);
            }
            notice = "";
            shown.frame(run, notice);
            return true;
        }
    }

    /** Acts on interrupts that have come; whether to leave. */
    private boolean heed() {
        int count = interrupts.count();
        if (count > heeded && heeded == 0) {
            cancel();
        }
        heeded = count;
        return count > 1;
    }

    private void cancel() {
        notice = "cancelling the run; Ctrl-C again leaves it to end by itself";
        try {
            server.get().post(Client.JOBS + "runs/cancel", Json.object().put("run_id", run.runId()));
        } catch (LeatException e) {
            notice = "the run could not be cancelled: " + e.getMessage();
        }
        show.notice(notice);
    }

    private static Show show(Context context, Interrupts interrupts, boolean quiet) {
        if (context.wantsJson()) {
            return (event, run) -> context.print(event);
        }
        if (quiet) {
            return (event, run) -> {};
        }
        return context.console().terminal() ? new OnTerminal(context, interrupts) : new InLines(context);
    }

    /** Redrawn in place, ten times a second at most. */
    private static final class OnTerminal implements Show {
        private final Style style;
        private final Console console;
        private final Interrupts interrupts;
        private final Screen screen;
        private Console.Size size;
        private long lastFrame;

        OnTerminal(Context context, Interrupts interrupts) {
            this.console = context.console();
            this.style = console.style();
            this.interrupts = interrupts;
            this.screen = new Screen(console.out());
            this.size = console.size();
        }

        @Override
        public void event(JsonNode event, RunView run) {}

        @Override
        public void frame(RunView run, String notice) {
            long now = System.currentTimeMillis();
            if (interrupts.takeResized()) {
                size = console.size();
                screen.forget();
            } else if (now - lastFrame < FRAME_MILLIS && !run.hasEnded()) {
                return;
            }
            lastFrame = now;
            screen.draw(new LiveScreen(style, size, now).lines(run, notice));
        }

        @Override
        public void close() {
            screen.close();
        }
    }

    /** A line for each change, where output goes to a file or a pipe. */
    private static final class InLines implements Show {
        private final Context context;
        private final PlainProgress progress;

        InLines(Context context) {
            this.context = context;
            this.progress = new PlainProgress(context.console().style());
        }

        @Override
        public void event(JsonNode event, RunView run) {
            List<String> lines = progress.after(event, run);
            lines.forEach(context::print);
        }

        @Override
        public void notice(String text) {
            context.print(text);
        }
    }
}
