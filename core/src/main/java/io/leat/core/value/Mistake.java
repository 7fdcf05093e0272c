package io.leat.core.value;

/** What keeps a reference from being replaced. */
public record Mistake(Kind kind, String message) {

    /** What is to be done about a mistake. */
    public enum Kind {
        /** No run can replace it. */
        WRONG,
        /** The job does not define the parameter; a run may be given it all the same. */
        PARAMETER,
        /** Part of the job format, and not carried out by this version. */
        NOT_CARRIED_OUT
    }

    static Mistake wrong(String message) {
        return new Mistake(Kind.WRONG, message);
    }
}
