package io.leat.server.cli;

import io.leat.server.config.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** A fault of Leat's own: users are told its id in a line, the log has the rest. */
record Incident(String id, String message) {
    static Incident record(Exception fault, Workspace workspace) {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        String what = "A fault of Leat's own, incident %s: %s".formatted(id, Style.tame(fault.toString()));
        StringWriter text = new StringWriter();
        text.write("%s incident %s%n".formatted(Instant.now(), id));
        fault.printStackTrace(new PrintWriter(text, true));
        try {
            Path folder = workspace.exists() ? workspace.logs() : Path.of(System.getProperty("java.io.tmpdir"));
            Files.createDirectories(folder);
            Path log = folder.resolve(workspace.exists() ? "client.log" : "leat-client-" + id + ".log");
            Files.writeString(log, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new Incident(id, what + ". Details are in " + log);
        } catch (IOException e) {
            return new Incident(id, what + ". It could not be logged: " + e.getMessage());
        }
    }
}
