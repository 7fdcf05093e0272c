package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.Libraries;
import io.leat.core.cluster.Libraries.PyPi;
import io.leat.core.error.LeatException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {
    @TempDir
    private Path folder;

    @Test
    void allKindsOfLibrariesBecomeLinesForPip() {
        write("wanted.txt", "numpy\n");
        write("a-1.0-py3-none-any.whl", "");
        Requirements wanted = requirements(new Libraries(
                List.of(new PyPi("polars>=1", null), new PyPi("inner", "https://pypi.example/simple")),
                List.of("wanted.txt"),
                List.of("a-1.0-py3-none-any.whl"),
                List.of(),
                List.of(),
                List.of("requests==2.32.0", "-r wanted.txt", "# a remark", "./a-1.0-py3-none-any.whl")));
        assertThat(wanted.byIndex().get(""))
                .containsExactly(
                        "polars>=1",
                        folder.resolve("a-1.0-py3-none-any.whl").toString(),
                        "-r " + folder.resolve("wanted.txt"),
                        "requests==2.32.0",
                        "-r " + folder.resolve("wanted.txt"),
                        folder.resolve("a-1.0-py3-none-any.whl").toString());
        assertThat(wanted.byIndex().get("https://pypi.example/simple")).containsExactly("inner");
    }

    @Test
    void theHashChangesWithTheLinesAndTheContentOfFiles() {
        write("wanted.txt", "-r more.txt\n");
        write("more.txt", "numpy\n");
        String before = of("-r wanted.txt").hash("3.11");
        assertThat(of("-r wanted.txt").hash("3.11")).isEqualTo(before);
        assertThat(of("-r wanted.txt").hash("3.12")).isNotEqualTo(before);
        assertThat(of("-r wanted.txt", "polars").hash("3.11")).isNotEqualTo(before);
        write("more.txt", "numpy<2\n");
        assertThat(of("-r wanted.txt").hash("3.11")).isNotEqualTo(before);
        assertThat(of("a", "b").hash("")).isEqualTo(of("b", "a").hash(""));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> of("-r absent.txt"))
                .isInstanceOf(LeatException.class)
                .hasMessage("The requirements file %s cannot be read: there is no such file."
                        .formatted(folder.resolve("absent.txt")));
    }

    private Requirements of(String... lines) {
        return requirements(new Libraries(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(lines)));
    }

    private Requirements requirements(Libraries libraries) {
        return Requirements.of(
                libraries, path -> folder.resolve(path).normalize().toString());
    }

    private void write(String name, String text) {
        Programs.write(folder.resolve(name), text);
    }
}
