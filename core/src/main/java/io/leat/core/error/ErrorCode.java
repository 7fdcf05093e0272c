package io.leat.core.error;

/** What went wrong, in the words of the Jobs API; {@code server.rest} maps each to an HTTP status. */
public enum ErrorCode {
    /** A value the user gave is wrong; the message names it and what was expected. */
    INVALID_PARAMETER_VALUE,
    /** The thing named exists, but not in a state in which this can be done. */
    INVALID_STATE,
    /** The thing named does not exist. */
    RESOURCE_DOES_NOT_EXIST,
    /** Another thing has this name or token already. */
    RESOURCE_ALREADY_EXISTS,
    /** No token, or one that is not known. */
    UNAUTHENTICATED,
    /** The token is known and may not do this. */
    PERMISSION_DENIED,
    /** The option is part of the job format, and this version of Leat does not carry it out. */
    FEATURE_DISABLED,
    /** The request is not JSON, or not of the shape the endpoint takes. */
    MALFORMED_REQUEST,
    /** The workspace does as much as it may; the same request can succeed later. */
    REQUEST_LIMIT_EXCEEDED,
    /** Something this needs (a driver, the store) cannot be reached now. */
    TEMPORARILY_UNAVAILABLE,
    /** A fault of Leat's own; the log has the details under the incident id of the message. */
    INTERNAL_ERROR
}
