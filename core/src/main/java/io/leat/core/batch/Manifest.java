package io.leat.core.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The exact files and table versions a batch reads. Immutable once minted; attempts read it, never what is there now. */
public record Manifest(List<SourceFile> files, List<TablePin> pins) {
    public static final Manifest EMPTY = new Manifest(List.of(), List.of());

    public Manifest {
        files = List.copyOf(files);
        pins = List.copyOf(pins);
    }

    public static Manifest ofFiles(List<SourceFile> files) {
        return new Manifest(files, List.of());
    }

    public static Manifest ofTables(List<TablePin> pins) {
        return new Manifest(List.of(), pins);
    }

    /** SHA-256 over every file and pin in order, as lower-case hex. */
    public String hash() {
        MessageDigest digest = sha256();
        for (SourceFile file : files) {
            add(digest, "f\0%s\0%d\0%d\0%s\n".formatted(file.path(), file.size(), file.modified(), file.hash()));
        }

        for (TablePin pin : pins) {
            add(digest, "t\0%s\0%s\0%d\n".formatted(pin.table(), pin.tableId(), pin.version()));
        }

        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
