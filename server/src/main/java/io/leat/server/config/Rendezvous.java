package io.leat.server.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the control plane of a workspace is, as {@code control.json} tells clients and agents.
 *
 * @param address such as {@code http://127.0.0.1:43210}
 * @param token by which clients are known
 * @param started in epoch milliseconds
 * @param build of the program that runs, so that a client of another build notices
 */
public record Rendezvous(
        int protocol,
        String address,
        String token,
        long pid,
        long started,
        String workspaceId,
        String version,
        String build) {

    /** What the file says; empty when there is none or it is not whole. */
    public static Optional<Rendezvous> read(Path file) {
        try {
            String text = Files.readString(file);
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(of((ObjectNode) Json.mapper().readTree(text)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** From the tree, since binding a record by reflection costs a short-lived client a tenth of a second. */
    private static Rendezvous of(ObjectNode node) {
        return new Rendezvous(
                node.path("protocol").asInt(),
                node.path("address").asText(),
                node.path("token").asText(),
                node.path("pid").asLong(),
                node.path("started").asLong(),
                node.path("workspace_id").asText(),
                node.path("version").asText(),
                node.path("build").asText());
    }

    /** Replaces the file in one step; nobody but the owner can read it at any time. */
    public void write(Path file) {
        ObjectNode node = Json.object()
                .put("protocol", protocol)
                .put("address", address)
                .put("token", token)
                .put("pid", pid)
                .put("started", started)
                .put("workspace_id", workspaceId)
                .put("version", version)
                .put("build", build);
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(draft, node.toString());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Rendezvous[%s, process %d, %s]".formatted(address, pid, version);
    }
}
