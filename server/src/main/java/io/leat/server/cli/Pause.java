package io.leat.server.cli;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.concurrent.TimeUnit;

/** Waiting between two looks at something that does not tell. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, "Interrupted while waiting.", e);
        }
    }
}
