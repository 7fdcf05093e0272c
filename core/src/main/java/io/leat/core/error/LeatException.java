package io.leat.core.error;

import java.util.Objects;

/** The one exception whose message users see. It says what failed, on what, why, and what to do. */
public final class LeatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public LeatException(ErrorCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code is null");
    }

    public LeatException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code is null");
    }

    public ErrorCode code() {
        return code;
    }
}
