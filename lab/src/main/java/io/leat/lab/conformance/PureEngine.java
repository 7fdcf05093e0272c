package io.leat.lab.conformance;

import java.time.Instant;

/**
 * The run machine alone, with admission and values, in virtual time. Its engine takes no time, and its drivers do what
 * they are told at once.
 */
final class PureEngine implements CaseEngine {
    private static final Instant USUAL_START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int MOST_STEPS = 200_000;

    @Override
    public String name() {
        return "pure engine";
    }

    @Override
    public Observation play(ConformanceCase given) {
        String start = given.clockStart();
        Agenda agenda = new Agenda((start == null ? USUAL_START : Instant.parse(start)).toEpochMilli());
        long zero = agenda.now();
        PureStage stage = new PureStage(agenda, given);
        Play play = new Play(given, stage);
        stage.namedBy(play.jobs());
        if (play.begin()) {
            go(agenda, zero, play);
        }

        return play.observation();
    }

    private static void go(Agenda agenda, long zero, Play play) {
        for (int step = 0; step < MOST_STEPS; step++) {
            if (agenda.nextTime() > agenda.now()) {
                play.proceed(agenda.now() - zero);
            }

            long planned = play.next() == Long.MAX_VALUE ? Long.MAX_VALUE : zero + play.next();
            long next = Math.min(agenda.nextTime(), planned);
            if (next == Long.MAX_VALUE) {
                if (!play.allEnded()) {
                    play.trouble("nothing more happens, and a run has not ended");
                }

                return;
            }

            if (agenda.nextTime() == next) {
                agenda.turn();
            } else {
                agenda.passTo(next);
            }
        }

        play.trouble("no rest after %d steps".formatted(MOST_STEPS));
    }
}
