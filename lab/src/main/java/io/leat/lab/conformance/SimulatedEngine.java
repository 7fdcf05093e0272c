package io.leat.lab.conformance;

import io.leat.core.value.Secrets;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.engine.Engine;
import io.leat.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The real engine with its store, one case after another, in virtual time and with drivers that do as they are told. */
final class SimulatedEngine implements CaseEngine {
    private static final Instant USUAL_START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int MOST_STEPS = 500_000;
    private static final long ENOUGH_MEGABYTES = 1L << 30;

    private final Scratch scratch = new Scratch();
    private World world = new World(scratch.folder(), USUAL_START);
    private int played;

    @Override
    public String name() {
        return "simulated engine";
    }

    @Override
    public Observation play(ConformanceCase given) {
        played++;
        if (given.clockStart() != null) {
            world.close();
            world = new World(scratch.folder(), Instant.parse(given.clockStart()));
        }

        try {
            return world.play(given, "case-%d-".formatted(played));
        } catch (RuntimeException e) {
            world = new World(scratch.folder(), USUAL_START); // the other one may be anyhow
            throw e;
        }
    }

    @Override
    public void close() {
        world.close();
        scratch.close();
    }

    /** One engine with all that is around it. */
    private static final class World implements AutoCloseable {
        private final Leaves leaves = new Leaves();
        private final Agenda agenda;
        private final CalmMachine machine;
        private final SimulatedDrivers drivers;
        private final Store store;
        private final Engine engine;

        World(Path folder, Instant start) {
            agenda = new Agenda(start.toEpochMilli());
            machine = new CalmMachine(agenda);
            drivers = new SimulatedDrivers(agenda, leaves);
            Workspace workspace = new Workspace(folder).create();
            store = Store.open(workspace.database());
            Settings settings = new Settings(
                    Duration.ZERO, "local[1]", 1_024, ENOUGH_MEGABYTES, "", false, Duration.ofMinutes(1), 2_000, "");
            engine = new Engine.Builder(store, workspace, settings, drivers, new DriverTokens(), Secrets.NONE, machine)
                    .start();
            drivers.speakTo(engine.agents());
        }

        Observation play(ConformanceCase given, String name) {
            long zero = agenda.now();
            Play play = new Play(given, new SimulatedStage(engine, leaves, drivers, zero, name));
            play.scriptedBy(leaves);
            if (play.begin()) {
                go(play, zero);
            }

            return play.observation();
        }

        private void go(Play play, long zero) {
            for (int step = 0; step < MOST_STEPS; step++) {
                machine.turnAll();
                if (agenda.nextTime() > agenda.now()) {
                    play.proceed(agenda.now() - zero);
                    machine.turnAll();
                    if (agenda.nextTime() > agenda.now() && play.next() == Long.MAX_VALUE && play.allEnded()) {
                        return;
                    }
                }

                long planned = play.next() == Long.MAX_VALUE ? Long.MAX_VALUE : zero + play.next();
                if (agenda.nextTime() <= planned) {
                    agenda.turn();
                } else {
                    agenda.passTo(planned);
                }
            }

            play.trouble("no rest after %d steps".formatted(MOST_STEPS));
        }

        @Override
        public void close() {
            engine.close();
            store.close();
        }
    }
}
