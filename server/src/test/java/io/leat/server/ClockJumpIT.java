package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leat.core.crash.CrashPoint;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The time of day jumps by hours, forwards and back, while a driver is about to commit; steady time goes on. The clock
 * is that of the control plane and its drivers and of nobody else: src/test/native/clock.c, which is compiled for it.
 */
@TestMethodOrder(OrderAnnotation.class)
class ClockJumpIT {
    private static final int ROWS = 50;

    @TempDir
    private static Path folder;

    private static LeatProgram program;
    private static Path clock;
    private static Path points;

    @BeforeAll
    static void givenAClockOfItsOwn() throws IOException {
        Path library = folder.resolve("clock.so");
        assumeTrue(isCompiled(library), "there is a C compiler");
        clock = folder.resolve("clock");
        set(0);
        points = Files.createDirectories(folder.resolve("points"));
        Map<String, String> environment = new HashMap<>();
        environment.put(CrashPoint.VARIABLE, points.toString());
        environment.put("LD_PRELOAD", library.toString());
        environment.put("CLOCK_OFFSET_FILE", clock.toString());
        program = new LeatProgram(folder.resolve("workspace"), environment);
        Files.createDirectories(folder.resolve("source"));
        source(1);
        assertThat(ingested(0)).isEqualTo(ROWS);
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.leat("stop", "--force");
        }
    }

    @Test
    @Order(1)
    void aJumpForwardsInTheMiddleOfAWrite() throws IOException {
        source(2);

        assertThat(ingested(3)).isEqualTo(2 * ROWS);
    }

    @Test
    @Order(2)
    void aJumpBackwardsInTheMiddleOfAWrite() throws IOException {
        source(3);

        assertThat(ingested(-5)).isEqualTo(3 * ROWS);
    }

    /** What was written is in the future now, as are the files that were read. */
    @Test
    @Order(3)
    void anotherControlPlaneGoesOnInThePast() throws IOException {
        program.kill(program.status().path("pid").asLong());
        assertThat(ingested(-5)).isEqualTo(3 * ROWS);
        source(4);

        assertThat(ingested(0)).isEqualTo(4 * ROWS);
        Outcome doctor = program.leat("doctor", "--json");
        assertThat(doctor.status()).as(doctor.out() + doctor.err()).isZero();
    }

    /** Sets the clock while the driver is halted before its commit, if it has one to make; the rows that are there then. */
    private static int ingested(long hours) throws IOException {
        Path hit = points.resolve(CrashPoint.BEFORE_COMMIT.text() + ".hit");
        Files.deleteIfExists(hit);
        List<Long> drivers = program.drivers();
        for (long driver : drivers) {
            Files.writeString(points.resolve(CrashPoint.BEFORE_COMMIT.text()), "stop " + driver);
        }

        Process run = program.start("run", job().toString(), "--json");
        LeatProgram.await(() -> Files.exists(hit) || !run.isAlive());
        set(hours);
        if (Files.exists(hit)) {
            LeatProgram.signal("CONT", drivers.get(0));
        }

        LeatProgram.await(() -> !run.isAlive());
        Outcome ended = program.ended(run);
        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        return (int) program.number("SELECT count(DISTINCT id) + 1000 * (count(*) - count(DISTINCT id)) FROM clock.t");
    }

    private static boolean isCompiled(Path library) {
        try {
            return new ProcessBuilder(
                                    "cc",
                                    "-shared",
                                    "-fPIC",
                                    "-O1",
                                    "-o",
                                    library.toString(),
                                    "src/test/native/clock.c")
                            .inheritIO()
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException noCompiler) {
            return false;
        }
    }

    /** In place, since processes have it mapped. */
    private static void set(long hours) throws IOException {
        byte[] seconds = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(TimeUnit.HOURS.toSeconds(hours))
                .array();
        Files.write(clock, seconds, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void source(int number) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int id = 1; id <= ROWS; id++) {
            lines.append("{\"id\": ").append(number * ROWS + id).append("}\n");
        }

        Files.writeString(folder.resolve("source/%d.json".formatted(number)), lines);
    }

    private static Path job() throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), """
                name: clock
                tasks:
                  - task_key: ingest
                    timeout_seconds: 600
                    ingest_task:
                      source: {format: json, path: source, schema: "id BIGINT"}
                      target: clock.t
                """);
    }
}
