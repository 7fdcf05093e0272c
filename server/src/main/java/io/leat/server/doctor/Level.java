package io.leat.server.doctor;

/** How bad a finding is, from nothing to worst. */
public enum Level {
    OK,
    /** Worth knowing; nothing has to be done. */
    NOTE,
    /** Costs something, or will; nothing is lost. */
    WARNING,
    /** Leat cannot work, or state and tables disagree. */
    ERROR
}
