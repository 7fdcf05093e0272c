package io.leat.server;

import io.leat.server.cli.Cli;

/** The program {@code leat}: client and control plane. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Cli.run(arguments, ControlPlane::serve));
    }
}
