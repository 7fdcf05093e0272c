package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The package for Python has tests of its own, which are run here so that one command runs all there are. */
class PackageTest {
    private static final Path PACKAGE = Path.of("..", "python").toAbsolutePath().normalize();

    @Test
    void passesItsOwnTests() throws InterruptedException, IOException {
        Programs.assumePython();
        Path python = Environments.ofUser(System.getenv()).python(Requirements.of("pytest>=8,<10"), line -> {});

        Process pytest = new ProcessBuilder(python.toString(), "-m", "pytest", "-q", "-p", "no:cacheprovider")
                .directory(PACKAGE.toFile())
                .redirectErrorStream(true)
                .start();
        pytest.getOutputStream().close();
        String said = new String(pytest.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(pytest.waitFor()).as(said).isZero();
    }
}
