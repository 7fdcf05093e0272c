package io.leat.jobs.table;

import io.leat.core.cluster.Assignment;
import io.leat.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** The hash of what a task is told to do: its body, in the order of the job file, and the values it is given. */
public final class CodeHash {
    private CodeHash() {}

    public static String of(Assignment assignment) {
        String text =
                assignment.kind() + "\n" + assignment.body() + "\n" + Json.write(new TreeMap<>(assignment.arguments()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
