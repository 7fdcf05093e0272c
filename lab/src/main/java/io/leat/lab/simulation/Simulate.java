package io.leat.lab.simulation;

/** Runs seeds from the command line. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long last = Long.parseLong(arguments[1]);
        long start = System.nanoTime();
        long events = 0;
        long faults = 0;
        System.setOut(new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true));
        for (long seed = first; seed <= last; seed++) {
            Simulation.Outcome outcome = first == last ? Simulation.replay(seed) : Simulation.run(seed);
            events += outcome.events();
            faults += outcome.faultCount();
            outcome.trace().forEach(System.out::println);
            if (outcome.failure() != null) {
                System.out.println("seed " + seed + " " + outcome.faults() + ": " + outcome.failure());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%d events, %d faults, %.1f s, %.0f us an event%n", events, faults, seconds, seconds * 1e6 / events);
    }
}
