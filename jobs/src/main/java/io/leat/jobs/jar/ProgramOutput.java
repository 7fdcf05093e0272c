package io.leat.jobs.jar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What a program prints: line by line to the task's log, and the last of it kept as the task's output. */
final class ProgramOutput {
    /** Bytes of printed text that are kept. */
    static final int KEPT = 200 * 1024;

    /** Bytes after which a line without an end is taken as one. */
    private static final int LONGEST_LINE = 16 * 1024;

    private final Consumer<String> log;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final Deque<String> kept = new ArrayDeque<>();
    private long keptBytes;
    private boolean truncated;
    private boolean over;

    ProgramOutput(Consumer<String> log) {
        this.log = log;
    }

    /** What was printed to standard output; says whether it was taken. */
    synchronized boolean out(byte[] bytes, int from, int length) {
        return add(out, bytes, from, length);
    }

    /** As {@link #out}, to standard error. */
    synchronized boolean error(byte[] bytes, int from, int length) {
        return add(error, bytes, from, length);
    }

    private boolean add(ByteArrayOutputStream line, byte[] bytes, int from, int length) {
        for (int i = from; i < from + length && !over; i++) {
            if (bytes[i] == '\n') {
                end(line);
            } else {
                line.write(bytes[i]);
                if (line.size() >= LONGEST_LINE) {
                    end(line);
                }
            }
        }

        return !over;
    }

    private void end(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        String whole = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        line.reset();
        log.accept(whole);
        kept.add(whole);
        keptBytes += size(whole);
        while (keptBytes > KEPT) {
            keptBytes -= size(kept.remove());
            truncated = true;
        }
    }

    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** Ends lines that have no end yet; nothing is taken after this. */
    synchronized void close() {
        if (out.size() > 0) {
            end(out);
        }

        if (error.size() > 0) {
            end(error);
        }

        over = true;
    }

    /** The output of a JAR task, as the Jobs API has it. */
    synchronized ObjectNode json() {
        StringBuilder logs = new StringBuilder();
        kept.forEach(line -> logs.append(line).append('\n'));
        return Json.object().put("logs", logs.toString()).put("logs_truncated", truncated);
    }
}
