package io.leat.lab.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays all cases of all families on one engine. */
final class CaseRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CaseRunner.class);

    private CaseRunner() {}

    /** Verdicts in the order of the cases. */
    static List<Verdict> run(Map<String, List<ConformanceCase>> families, CaseEngine engine)
            throws InterruptedException {
        List<FutureTask<Verdict>> all = new ArrayList<>();
        List<FutureTask<Verdict>> together = new ArrayList<>();
        families.forEach((family, cases) -> cases.forEach(given -> {
            all.add(new FutureTask<>(() -> new Verdict(family, given, findings(given, engine))));
            if (!engine.playsAlone(given)) {
                together.add(all.get(all.size() - 1));
            }
        }));
        ExecutorService threads = Executors.newFixedThreadPool(engine.atOnce());
        try {
            together.forEach(threads::execute);
            for (FutureTask<Verdict> play : together) {
                play.get();
            }

            List<Verdict> verdicts = new ArrayList<>();
            for (FutureTask<Verdict> play : all) {
                play.run(); // does nothing for one that has run
                verdicts.add(play.get());
            }

            verdicts.replaceAll(verdict -> again(verdict, engine));
            return verdicts;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a case cannot be played", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The verdict of the last try, if those before failed; it tells of them. */
    private static Verdict again(Verdict first, CaseEngine engine) {
        Verdict last = first;
        for (int tried = 1; tried < engine.tries() && last.kind() == Verdict.Kind.FAILED; tried++) {
            last = last.again(findings(first.played(), engine));
        }

        return last;
    }

    private static List<Finding> findings(ConformanceCase given, CaseEngine engine) {
        return Checker.check(given, played(given, engine), engine.toleranceMs());
    }

    /** An engine that cannot go on fails the case, and the others are played all the same. */
    private static Observation played(ConformanceCase given, CaseEngine engine) {
        try {
            return engine.play(given);
        } catch (RuntimeException e) {
            LOG.error("case '{}' cannot be played", given.name(), e);
            return Observation.broken(e.toString());
        }
    }
}
