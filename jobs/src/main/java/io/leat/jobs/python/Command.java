package io.leat.jobs.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/** A program that is run to its end, for what it does or prints; it ends with the thread that waits for it. */
final class Command {
    private static final int KEPT_LINES = 200;

    /** How it ended, and the last lines of what it printed, on whichever of its streams. */
    record Ended(int status, List<String> lines) {
        String lastLine() {
            return lines.stream()
                    .filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .orElse("it said nothing");
        }
    }

    private Command() {}

    /** @param told each line as it is printed */
    static Ended run(List<String> words, Path directory, Consumer<String> told) throws InterruptedException {
        return run(words, Map.of(), directory, told);
    }

    /**
     * @param environment what it finds there beside what all programs find
     * @param told each line as it is printed
     */
    static Ended run(List<String> words, Map<String, String> environment, Path directory, Consumer<String> told)
            throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        ChildEnvironment.clean(builder.environment());
        builder.environment().putAll(environment);
        String mark = Marked.mark(builder.environment());
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw PythonErrors.notStarted(words.get(0), e);
        }

        Deque<String> lines = new ConcurrentLinkedDeque<>();
        Thread reader = new Thread(() -> read(process, lines, told), "leat-" + directory.getFileName());
        reader.setDaemon(true);
        reader.start();
        try {
            int status = process.waitFor();
            reader.join();
            return new Ended(status, List.copyOf(new ArrayDeque<>(lines)));
        } finally {
            Marked.kill(mark, process);
        }
    }

    private static void read(Process process, Deque<String> lines, Consumer<String> told) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                told.accept(line);
                lines.add(line);
                if (lines.size() > KEPT_LINES) {
                    lines.removeFirst();
                }
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
