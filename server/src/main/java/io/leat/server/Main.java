package io.leat.server;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.cli.Cli;

/** The program {@code leat}: client and control plane. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = Cli.run(arguments, (workspace, installation, settings, life) -> {
            throw new LeatException(ErrorCode.FEATURE_DISABLED, "This build has no control plane.");
        });
        System.exit(status);
    }
}
