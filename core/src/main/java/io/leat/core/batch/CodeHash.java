package io.leat.core.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The hash of what a task is told to do: its body, in the order of the job file, and the values it is given. */
public final class CodeHash {
    private CodeHash() {}

    /**
     * SHA-256 as lower-case hex.
     *
     * @param kind field name of the task's body
     */
    public static String of(String kind, ObjectNode body, Map<String, String> arguments) {
        String text = kind + "\n" + body + "\n" + Json.write(new TreeMap<>(arguments));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
