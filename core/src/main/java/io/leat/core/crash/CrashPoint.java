package io.leat.core.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A named place in the code. Off, at the price of one comparison, unless the environment names a folder in
 * {@value #VARIABLE}. A file there with the name of a point arms it once: it holds the numbers of the processes that
 * are killed when the point is reached, separated by white space. A process that finds its own number among them ends
 * as by SIGKILL; one that does not goes on when the others are dead. With {@code stop} before the numbers they are halted
 * by SIGSTOP instead, to be woken by whoever armed the point. The file is renamed to {@code <name>.hit} first, so a point
 * that was never reached can be told.
 */
public enum CrashPoint {
    /** A driver has been given a task run and has not said that it starts. */
    ASSIGNED,
    /** An ingest is about to list its source. */
    BEFORE_LISTING,
    /** The control plane has a request for a batch, and has not stored it. */
    MINT_RECEIVED,
    /** The batch is stored, and its driver has not been told. */
    MINT_STORED,
    /** The driver has its batch and manifest, and has read nothing. */
    AFTER_MANIFEST,
    /** An id that is to be given up is not in the table yet. */
    BEFORE_BURN,
    /** The id is in the table, and nobody has been told. */
    AFTER_BURN,
    /** A new table is there, empty, before its first data file. */
    TABLE_CREATED,
    /** A Spark task of the task run has just ended. */
    WHILE_READING,
    /** The quarantined rows are in files, and not in the table. */
    BEFORE_QUARANTINE_COMMIT,
    /** The quarantine is in its table, and the target's commit has not begun. */
    BETWEEN_QUARANTINE_AND_TARGET,
    /** The target's rows are in files, and not in the table. */
    BEFORE_COMMIT,
    /** The target's commit is in the table, and nobody has been told. */
    AFTER_COMMIT,
    /** A model is about to be saved. */
    BEFORE_MODEL,
    /** A model is saved beside its place. */
    MODEL_DRAFTED,
    /** A model is in its place, and nobody has been told. */
    MODEL_SAVED,
    /** The control plane has a report of a commit or model, and has not stored it. */
    REPORT_RECEIVED,
    /** The report is stored, and the driver has not been told. */
    REPORT_STORED,
    /** The driver knows that its report is stored. */
    REPORT_ACKNOWLEDGED;

    /** Names the folder in which points are armed. */
    public static final String VARIABLE = "LEAT_CRASH_POINTS";

    private static final String STOP = "stop";
    private static final int KILLED = 137;
    private static final @Nullable Path FOLDER = folder(System.getenv(VARIABLE));

    private static @Nullable Path folder(@Nullable String name) {
        return name == null || name.isEmpty() ? null : Path.of(name);
    }

    /** The name of the file that arms the point. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Goes on at once, unless the point is armed. */
    public void reach() {
        if (FOLDER != null) {
            reach(FOLDER);
        }
    }

    private void reach(Path folder) {
        Path hit = folder.resolve(text() + ".hit");
        try {
            Files.move(folder.resolve(text()), hit, StandardCopyOption.ATOMIC_MOVE);
            List<String> words = List.of(Files.readString(hit).strip().split("\\s+"));
            if (words.get(0).equals(STOP)) {
                stop(words.subList(1, words.size()));
            } else {
                kill(words);
            }
        } catch (NoSuchFileException notArmed) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("crash point " + text(), e);
        }
    }

    private static void stop(List<String> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-STOP"));
        command.addAll(processes);
        new ProcessBuilder(command).start().onExit().join();
    }

    private static void kill(List<String> processes) {
        String own = Long.toString(ProcessHandle.current().pid());
        for (String process : processes) {
            if (!process.equals(own)) {
                ProcessHandle.of(Long.parseLong(process)).ifPresent(CrashPoint::kill);
            }
        }

        if (processes.contains(own)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
