package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last {@value #MOST} characters of what a program printed, in whole lines. */
final class Printed {
    private static final int MOST = 200 << 10;

    private final Deque<String> lines = new ArrayDeque<>();
    private long length;
    private boolean truncated;

    synchronized void add(String line) {
        lines.add(line);
        length += line.length() + 1;
        while (length > MOST) {
            length -= lines.removeFirst().length() + 1;
            truncated = true;
        }
    }

    /** As the Jobs API has it. */
    synchronized ObjectNode output() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return Json.object().put("logs", text.toString()).put("logs_truncated", truncated);
    }
}
