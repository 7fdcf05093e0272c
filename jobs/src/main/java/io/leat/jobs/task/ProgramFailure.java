package io.leat.jobs.task;

/**
 * A program that a task ran has failed. The message and the trace are the program's own, for its user; where in Leat this
 * was thrown says nothing to anybody.
 */
public final class ProgramFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String trace;

    /**
     * @param message one line
     * @param trace of the program's own code; may be empty
     */
    public ProgramFailure(String message, String trace) {
        super(message, null, false, false);
        this.trace = trace;
    }

    public String trace() {
        return trace;
    }
}
