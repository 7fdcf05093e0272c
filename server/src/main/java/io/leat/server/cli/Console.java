package io.leat.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where a command runs and what it prints on.
 *
 * @param folder the command was given in; relative paths are meant from here
 * @param asks whether a person can be asked: {@code in} and {@code out} are a terminal
 * @param terminal whether {@code out} is one
 * @param unicode whether symbols beyond ASCII can be shown
 * @param command how the user calls Leat, for hints
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Path folder,
        Map<String, String> environment,
        boolean asks,
        boolean terminal,
        boolean unicode,
        String command) {

    static Console system() {
        Map<String, String> environment = System.getenv();
        return new Console(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Path.of("").toAbsolutePath(),
                environment,
                "1".equals(System.getProperty("leat.asks")),
                "1".equals(System.getProperty("leat.terminal")),
                isUnicode(environment),
                System.getProperty("leat.command", "leat"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static boolean isUnicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8");
            }
        }
        return true;
    }

    Style style() {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || "dumb".equals(environment.get("TERM"))
                || !terminal;
        return new Style(!plain, unicode);
    }

    /** The terminal's size now; a wide and high one when output goes elsewhere. */
    Size size() {
        return terminal ? Size.ofTerminal() : Size.UNBOUNDED;
    }

    /** Columns and rows of a terminal. */
    record Size(int columns, int rows) {
        static final Size UNBOUNDED = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
        private static final Size USUAL = new Size(80, 24);

        private static Size ofTerminal() {
            ProcessBuilder stty = new ProcessBuilder("stty", "size");
            stty.redirectInput(Path.of("/dev/tty").toFile());
            stty.redirectError(ProcessBuilder.Redirect.DISCARD);
            try {
                Process process = stty.start();
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
                return text.matches("[1-9]\\d* [1-9]\\d*") ? parsed(text) : USUAL;
            } catch (IOException e) {
                return USUAL; // no stty or no terminal to ask: the size every terminal has
            }
        }

        private static Size parsed(String text) {
            String[] parts = text.split(" ");
            return new Size(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
        }
    }
}
