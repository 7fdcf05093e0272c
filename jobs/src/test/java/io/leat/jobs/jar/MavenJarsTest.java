package io.leat.jobs.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.Libraries.Maven;
import io.leat.jobs.testing.ProgramJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a repository in a folder, and settings of Ivy's that ask no other. */
class MavenJarsTest {
    private static final String NO_OTHERS = """
            <ivysettings>
              <settings defaultResolver="none"/>
              <resolvers><filesystem name="none"><artifact pattern="%s/none/[artifact].[ext]"/></filesystem></resolvers>
            </ivysettings>
            """;

    @TempDir
    Path root;

    private Path repository;
    private SparkConf conf;

    @BeforeEach
    void givenARepository() throws IOException {
        repository = root.resolve("repository");
        Path settings = Files.writeString(root.resolve("ivysettings.xml"), NO_OTHERS.formatted(root));
        conf = new SparkConf(false)
                .set("spark.jars.ivy", root.resolve("ivy").toString())
                .set("spark.jars.ivySettings", settings.toString());
        publish(
                "app",
                "<dependency><groupId>com.acme</groupId><artifactId>needed</artifactId>"
                        + "<version>1.0</version></dependency>");
        publish("needed", "");
    }

    @Test
    void aLibraryComesWithWhatItNeeds() throws Exception {
        assertThat(resolve("com.acme:app:1.0", List.of()))
                .containsExactlyInAnyOrder("com.acme_app-1.0.jar", "com.acme_needed-1.0.jar");
        assertThat(resolve("com.acme:app:1.0", List.of("com.acme:needed"))).containsExactly("com.acme_app-1.0.jar");
    }

    @Test
    void theCacheAnswersWhenTheRepositoryIsGone() throws Exception {
        resolve("com.acme:app:1.0", List.of());
        Files.move(repository, root.resolve("moved"));
        assertThat(resolve("com.acme:app:1.0", List.of())).hasSize(2);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> resolve("com.acme:missing:2.0", List.of()))
                .hasMessageStartingWith("libraries: the Maven library com.acme:missing:2.0 cannot be resolved:"
                        + " com.acme:missing:2.0: not found (asked first: file:");
        assertThatThrownBy(() -> resolve("com.acme.app", List.of()))
                .hasMessage("libraries: the Maven library com.acme.app cannot be resolved: coordinates have the form"
                        + " group:artifact:version.");
    }

    private List<String> resolve(String coordinates, List<String> exclusions) throws InterruptedException {
        Maven library = new Maven(coordinates, repository.toUri().toString(), exclusions);
        return MavenJars.resolve(conf, List.of(library), words -> {}).stream()
                .map(ProgramJar::toString)
                .toList();
    }

    private void publish(String artifact, String dependencies) throws IOException {
        Path folder = Files.createDirectories(repository.resolve("com/acme/" + artifact + "/1.0"));
        Files.writeString(folder.resolve(artifact + "-1.0.pom"), """
                <project><modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>%s</artifactId>
                <version>1.0</version><dependencies>%s</dependencies></project>
                """.formatted(artifact, dependencies));
        new ProgramJars(folder).jar(artifact + "-1.0.jar", "package com.acme;\npublic class Lib {}");
    }
}
