package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Small file systems that are full or read-only: a sentence says so, and a run goes on when the cause is gone. */
@TestMethodOrder(OrderAnnotation.class)
class FullDiskIT {
    private static final int ROWS = 100_000;

    @TempDir
    private static Path folder;

    private static Path workspace;
    private static Path warehouse;
    private static LeatProgram program;
    private static Path job;

    @BeforeAll
    static void givenSmallFileSystems() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        warehouse = Files.createDirectory(folder.resolve("warehouse"));
        assumeTrue(
                mount("-t", "tmpfs", "-o", "size=40m", "tmpfs", workspace.toString()), "file systems may be mounted");
        assumeTrue(
                mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", warehouse.toString()), "file systems may be mounted");
        for (Map.Entry<Path, String> part :
                Map.of(logs(), "size=4m", temporary(), "size=64m").entrySet()) {
            Path place = Files.createDirectory(part.getKey());
            assumeTrue(
                    mount("-t", "tmpfs", "-o", part.getValue(), "tmpfs", place.toString()),
                    "file systems may be mounted");
        }
        program = new LeatProgram(workspace, Map.of("LEAT_WAREHOUSE", warehouse.toString()));
        Path source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id < ROWS; id++) {
            lines.append(
                    "{\"id\": %d, \"text\": \"%016x%016x\"}%n".formatted(id, random.nextLong(), random.nextLong()));
        }
        put(source.resolve("1.json"), lines.toString());
        job = Files.writeString(folder.resolve("job.yaml"), """
                name: full
                tasks:
                  - task_key: ingest
                    ingest_task:
                      source: {format: json, path: source, schema: "id BIGINT, text STRING"}
                      target: disk.t
                """);
    }

    private static void put(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.leat("stop", "--force");
            for (Path part : List.of(warehouse, logs(), temporary())) {
                mounted("umount", "-l", part.toString());
            }
            mounted("umount", "-l", workspace.toString());
        }
    }

    @Test
    @Order(1)
    void aFullWarehouseFailsTheTaskAndARepairGoesOn() throws IOException {
        Path filler = fill(warehouse, 10 << 20);
        Outcome full = program.leat("run", job.toString(), "--json");

        assertThat(full.status()).isEqualTo(1);
        assertThat(full.out()).contains("There is no space left on the disk").doesNotContain("\tat ");

        Files.delete(filler);
        String run = full.lastLine().path("run_id").asText();
        Outcome repaired = program.leat("repair", run, "--json");
        assertThat(repaired.status()).as(repaired.out() + repaired.err()).isZero();
        assertThat(rows()).isEqualTo(ROWS);
    }

    @Test
    @Order(2)
    void aFullStateRefusesTheRunInASentence() throws IOException {
        put(folder.resolve("source/2.json"), "{\"id\": 1, \"text\": \"again\"}\n");
        Path filler = fill(workspace, Integer.MAX_VALUE);
        Outcome full = program.leat("run", job.toString());

        assertThat(full.status()).isEqualTo(1);
        assertThat(full.out() + full.err())
                .contains("There is no space left on the disk")
                .doesNotContain("Exception");

        Files.delete(filler);
        assertThat(program.leat("run", job.toString()).status()).isZero();
        assertThat(rows()).isEqualTo(ROWS + 1.0);
    }

    @Test
    @Order(3)
    void aReadOnlyWarehouseFailsTheTaskAndTheNextRunGoesOn() throws IOException {
        put(folder.resolve("source/3.json"), "{\"id\": 2, \"text\": \"again\"}\n");
        assumeTrue(mount("-o", "remount,ro", warehouse.toString()), "the file system is not busy");
        Outcome readOnly = program.leat("run", job.toString());

        assertThat(readOnly.status()).isEqualTo(1);
        assertThat(readOnly.out()).contains("is read-only");

        assertThat(mount("-o", "remount,rw", warehouse.toString())).isTrue();
        assertThat(program.leat("run", job.toString()).status()).isZero();
        assertThat(rows()).isEqualTo(ROWS + 2.0);
    }

    @Test
    @Order(4)
    void aFullDiskUnderTheLogsLosesLinesAndNothingElse() throws IOException {
        put(folder.resolve("source/4.json"), "{\"id\": 3, \"text\": \"again\"}\n");
        Path filler = fill(logs(), Integer.MAX_VALUE);
        Outcome run = program.leat("run", job.toString(), "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(rows()).isEqualTo(ROWS + 3.0);
        Files.delete(filler);
    }

    @Test
    @Order(5)
    void aFullTemporaryDirectoryFailsTheTaskAndARepairGoesOn() throws IOException {
        Path counts = Files.writeString(folder.resolve("counts.yaml"), """
                name: counts
                tasks:
                  - task_key: count
                    match_task:
                      inputs: [{table: disk.t, as: t}]
                      select: {text: t.text, n: count(*)}
                      group_by: [t.text]
                      target: disk.counts
                """);
        Path filler = fill(temporary(), Integer.MAX_VALUE);
        Outcome full = program.leat("run", counts.toString(), "--json");

        assertThat(full.status()).isEqualTo(1);
        assertThat(full.out()).contains("There is no space left on the disk").doesNotContain("\tat ");

        Files.delete(filler);
        String run = full.lastLine().path("run_id").asText();
        Outcome repaired = program.leat("repair", run, "--json");
        assertThat(repaired.status()).as(repaired.out() + repaired.err()).isZero();
        assertThat(program.number("SELECT sum(n) FROM disk.counts")).isEqualTo(ROWS + 3.0);
    }

    @Test
    @Order(6)
    void aReadOnlyStateRefusesToStartInASentenceAndTheNextRunGoesOn() throws IOException {
        program.leat("stop", "--force");
        put(folder.resolve("source/5.json"), "{\"id\": 4, \"text\": \"again\"}\n");
        assumeTrue(mount("-o", "remount,ro", workspace.toString()), "the file system is not busy");
        Outcome readOnly = program.leat("run", job.toString());
        assertThat(mount("-o", "remount,rw", workspace.toString())).isTrue();

        assertThat(readOnly.status()).isEqualTo(1);
        assertThat(readOnly.out() + readOnly.err())
                .containsIgnoringCase("read-only")
                .doesNotContain("Exception");
        assertThat(program.leat("run", job.toString()).status()).isZero();
        assertThat(rows()).isEqualTo(ROWS + 4.0);
    }

    private static Path logs() {
        return workspace.resolve("logs");
    }

    private static Path temporary() {
        return workspace.resolve("tmp");
    }

    private static double rows() {
        return program.number("SELECT count(*) FROM disk.t");
    }

    /** Writes until so much is written, or nothing more fits. */
    private static Path fill(Path place, int bytes) throws IOException {
        Path filler = place.resolve("filler");
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return filler;
    }

    private static boolean mount(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return mounted(command);
    }

    private static boolean mounted(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
