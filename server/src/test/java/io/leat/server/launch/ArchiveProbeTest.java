package io.leat.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ArchiveProbeTest {
    private static final String GC = "-XX:+UseSerialGC";

    @TempDir
    Path folder;

    private Path archive;
    private String jar;

    @BeforeEach
    void givenAnArchive() throws Exception {
        archive = folder.resolve("x.jsa");
        jar = Path.of(CommandLine.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Process maker = new ProcessBuilder(
                        SubmitCommand.java(),
                        "-XX:ArchiveClassesAtExit=" + archive,
                        GC,
                        "-cp",
                        jar,
                        "picocli.AutoComplete",
                        "--help")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        assertThat(maker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(archive).as(Files.readString(folder.resolve("out.txt"))).exists();
    }

    @Test
    void aWholeArchiveOfTheseJarsIsTaken() {
        assertThat(ArchiveProbe.refusal(archive, GC, jar)).isEmpty();
        assertThat(ArchiveProbe.refusal(archive, GC, jar + File.pathSeparator + "more.jar"))
                .isEmpty();
    }

    @Test
    void aTruncatedArchiveIsRefused() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        assertThat(ArchiveProbe.refusal(archive, GC, jar)).isPresent();
    }

    @Test
    void anEmptyArchiveIsRefused() throws Exception {
        Files.write(archive, new byte[0]);

        assertThat(ArchiveProbe.refusal(archive, GC, jar)).isPresent();
    }

    @Test
    void anArchiveOfOtherJarsIsRefused() throws Exception {
        Path other = Files.copy(Path.of(jar), folder.resolve("other.jar"));

        assertThat(ArchiveProbe.refusal(archive, GC, other.toString())).isPresent();
    }
}
