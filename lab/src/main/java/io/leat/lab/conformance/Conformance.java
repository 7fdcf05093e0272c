package io.leat.lab.conformance;

import io.leat.core.error.LeatException;
import io.leat.server.config.StoreSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plays a folder of conformance cases on one of the engines; the program behind {@code bench/conformance}. */
public final class Conformance {
    private static final int FAILED = 1;
    private static final int WRONG = 2;
    private static final String USAGE = "usage: conformance FOLDER [--engine pure|simulated|real]";

    private Conformance() {}

    /** Exits with 0 when no case failed, 1 when one did, 2 when the folder or an argument is wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), out));
    }

    /** @param environment may say by {@code LEAT_STORE} where a real control plane has its state, as for a user's own */
    static int run(List<String> arguments, Map<String, String> environment, PrintStream out)
            throws InterruptedException {
        String engine = "pure";
        if (arguments.size() == 3 && arguments.get(1).equals("--engine")) {
            engine = arguments.get(2).toLowerCase(Locale.ROOT);
        } else if (arguments.size() != 1) {
            out.println(USAGE);
            return WRONG;
        }

        try {
            StoreSettings store = StoreSettings.read(environment);
            return play(CaseReader.read(Path.of(arguments.get(0))), engine, store, out);
        } catch (LeatException e) {
            out.println(e.getMessage());
            return WRONG;
        }
    }

    private static int play(
            Map<String, List<ConformanceCase>> families, String name, StoreSettings store, PrintStream out)
            throws InterruptedException {
        try (CaseEngine engine = Engines.named(name, store)) {
            long start = System.nanoTime();
            List<Verdict> verdicts = CaseRunner.run(families, engine);
            new Report(out).print(engine.name(), verdicts, (System.nanoTime() - start) / 1e9);
            boolean failed = verdicts.stream().anyMatch(verdict -> verdict.kind() == Verdict.Kind.FAILED);
            return failed ? FAILED : 0;
        }
    }
}
