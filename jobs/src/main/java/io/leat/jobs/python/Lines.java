package io.leat.jobs.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a program prints, line by line. Of a line that is written over again and again, its last state counts. */
final class Lines {
    private static final int LONGEST = 1 << 16;

    private Lines() {}

    /** Reads to the end; a line of more than {@value #LONGEST} bytes is handed on in parts. */
    static void read(InputStream stream, Consumer<String> lines) throws IOException {
        byte[] bytes = new byte[1 << 13];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
            for (int i = 0; i < count; i++) {
                if (bytes[i] == '\n') {
                    end(line, lines);
                } else {
                    line.write(bytes[i]);
                    if (line.size() >= LONGEST) {
                        end(line, lines);
                    }
                }
            }
        }

        if (line.size() > 0) {
            end(line, lines);
        }
    }

    private static void end(ByteArrayOutputStream line, Consumer<String> lines) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        String whole = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        lines.accept(whole.substring(whole.lastIndexOf('\r') + 1));
    }
}
