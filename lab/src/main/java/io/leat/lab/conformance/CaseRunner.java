package io.leat.lab.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays all cases of all families on one engine. */
final class CaseRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CaseRunner.class);

    private CaseRunner() {}

    /** Verdicts in the order of the cases. */
    static List<Verdict> run(Map<String, List<ConformanceCase>> families, CaseEngine engine)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(engine.atOnce());
        try {
            List<Future<Verdict>> played = new ArrayList<>();
            families.forEach((family, cases) ->
                    cases.forEach(given -> played.add(threads.submit(() -> verdict(family, given, engine)))));
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> each : played) {
                verdicts.add(each.get());
            }

            verdicts.replaceAll(verdict -> again(verdict, engine));
            return verdicts;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a case cannot be played", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The last verdict, if the first ones are that the case failed. */
    private static Verdict again(Verdict first, CaseEngine engine) {
        Verdict last = first;
        for (int tried = 1; tried < engine.tries() && last.kind() == Verdict.Kind.FAILED; tried++) {
            last = verdict(first.family(), first.played(), engine);
        }

        return last;
    }

    private static Verdict verdict(String family, ConformanceCase given, CaseEngine engine) {
        Observation seen = played(given, engine);
        return new Verdict(family, given, Checker.check(given, seen, engine.toleranceMs()));
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
