package io.leat.core.run;

/** Whose doing an end was. */
public enum TerminationType {
    SUCCESS,
    CLIENT_ERROR,
    INTERNAL_ERROR,
    CLOUD_FAILURE
}
