package io.leat.lab.simulation;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.engine.Engine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries requests to the control plane and answers back: late, twice, or not at all. */
final class Network {
    private static final long PATIENCE = 60_000;
    private static final long SLOWEST = 20;
    private static final long LATEST = 90_000;

    /** Answers that may be different in a moment. */
    private static final Set<ErrorCode> PASSING =
            Set.of(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.REQUEST_LIMIT_EXCEEDED, ErrorCode.INTERNAL_ERROR);

    private final World world;
    private final ControlPlane controlPlane;

    Network(World world, ControlPlane controlPlane) {
        this.world = world;
        this.controlPlane = controlPlane;
    }

    /** What a client hears: an answer, a refusal, or nothing that would stay the same if asked again. */
    record Reply<T>(@Nullable T answer, @Nullable LeatException refusal) {
        boolean isLost() {
            return answer == null && refusal == null;
        }
    }

    /** Sends a request; its reply comes once. */
    <T> void send(String what, Object about, Function<Engine, T> request, Consumer<Reply<T>> replied) {
        sendAsync(what, about, engine -> CompletableFuture.completedFuture(request.apply(engine)), replied);
    }

    <T> void sendAsync(
            String what, Object about, Function<Engine, CompletableFuture<T>> request, Consumer<Reply<T>> replied) {
        Exchange<T> exchange = new Exchange<>(what, about, request, replied);
        if (world.strikes(Fault.REQUEST_LOST)) {
            exchange.giveUpAfter(world.chance.is(0.5) ? latency() : PATIENCE);
        } else if (world.strikes(Fault.REQUEST_LATE)) {
            long time = world.chance.between(1_000, LATEST);
            world.agenda.after(time, Agenda.Sort.SIDE, what + " (late)", about, exchange::arrive);
            exchange.giveUpAfter(PATIENCE);
        } else {
            world.agenda.after(latency(), Agenda.Sort.SIDE, what, about, exchange::arrive);
        }

        if (world.strikes(Fault.REQUEST_REPEATED)) {
            long time = world.chance.seldomMost(1, LATEST);
            world.agenda.after(time, Agenda.Sort.SIDE, what + " (again)", about, exchange::arrive);
        }
    }

    private long latency() {
        return world.chance.seldomMost(1, SLOWEST);
    }

    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private final class Exchange<T> {
        private final String what;
        private final Object about;
        private final Function<Engine, CompletableFuture<T>> request;
        private final Consumer<Reply<T>> replied;
        private boolean over;

        Exchange(
                String what, Object about, Function<Engine, CompletableFuture<T>> request, Consumer<Reply<T>> replied) {
            this.what = what;
            this.about = about;
            this.request = request;
            this.replied = replied;
        }

        void arrive() {
            Life life = controlPlane.reached().orElse(null);
            if (life == null) {
                answer(new Reply<>(null, null));
                return;
            }

            Runnable settled = life.whenBroken(() -> answer(new Reply<>(null, null)));
            try {
                request.apply(life.engine().orElseThrow()).whenComplete((answer, thrown) -> {
                    settled.run();
                    answer(reply(answer, thrown));
                });
            } catch (RuntimeException e) {
                settled.run();
                answer(reply(null, e));
            }
        }

        private Reply<T> reply(@Nullable T answer, @Nullable Throwable thrown) {
            Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
            if (cause instanceof Violation violation) {
                world.blame(violation);
            }

            if (cause instanceof LeatException refusal && !PASSING.contains(refusal.code())) {
                return new Reply<>(null, refusal);
            }

            if (cause != null) {
                world.trace.say("%s %s fails: %s", what, about, cause);
                if (!isTrouble(cause)) {
                    world.blame(new Violation("%s %s broke the engine: %s", what, about, trace(cause)));
                }
            }

            return new Reply<>(answer, null);
        }

        private boolean isTrouble(Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException || cause instanceof LeatException) {
                    return true;
                }
            }

            return false;
        }

        private void answer(Reply<T> reply) {
            if (world.strikes(Fault.ANSWER_LOST)) {
                giveUpAfter(world.chance.seldomMost(1, PATIENCE));
            } else {
                world.agenda.after(latency(), what + " answered", about, () -> hear(reply));
            }
        }

        private void giveUpAfter(long millis) {
            world.agenda.after(millis, what + " unanswered", about, () -> hear(new Reply<>(null, null)));
        }

        private void hear(Reply<T> reply) {
            if (!over) {
                over = true;
                replied.accept(reply);
            }
        }
    }
}
