package io.leat.server.doctor;

import static io.leat.server.doctor.GivenWorkspace.look;
import static io.leat.server.doctor.GivenWorkspace.lookAfterRepair;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.server.doctor.ArchivesCheck.Current;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverChecksTest {
    @TempDir
    Path folder;

    private GivenWorkspace given;

    @BeforeEach
    void givenAWorkspace() {
        given = new GivenWorkspace(folder);
    }

    private Path draft(String batchId, long taskRunId) throws Exception {
        Path draft = given.workspace.models().resolve("churn").resolve("_" + batchId + "-" + taskRunId);
        Files.createDirectories(draft.resolve("pipeline"));
        return Files.writeString(draft.resolve("pipeline/part"), "x")
                .getParent()
                .getParent();
    }

    @Test
    void modelsOfEndedTaskRunsThatWereNeverFinishedAreFoundAndDeleted() throws Exception {
        given.taskRun(5, true);
        given.taskRun(6, false);
        Path ended = draft("0f0f-b1", 5);
        Path active = draft("0f0f-b2", 6);
        Path unknown = draft("0f0f-b3", 99);
        Path whole = Files.createDirectories(given.workspace.models().resolve("churn/0f0f-b4"));
        DraftsCheck check = new DraftsCheck(given.workspace, given.state);

        assertThat(look(check))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.finding()).startsWith("2 model(s) were never saved to the end"));
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(ended).doesNotExist();
        assertThat(unknown).doesNotExist();
        assertThat(active).exists();
        assertThat(whole).exists();
    }

    @Test
    void deletingDoesNotFollowLinks() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Path draft = draft("0f0f-b1", 5);
        Files.createSymbolicLink(draft.resolve("link"), folder);

        assertThat(lookAfterRepair(new DraftsCheck(given.workspace, given.state)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(draft).doesNotExist();
        assertThat(precious).exists();
    }

    @Test
    void archivesOfOtherBuildsAndDraftsOfDeadMakersAreFoundAndDeleted() throws Exception {
        Process maker = new ProcessBuilder("true").start();
        assertThat(maker.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path mine = archive("driver-aa-17-GC.jsa");
        archive("driver-aa-17-GC.jsa." + ProcessHandle.current().pid());
        archive("cli-99-17.jsa");
        archive("notes.txt");
        List<Path> stale = List.of(
                archive("driver-bb-17-GC.jsa"),
                archive("driver-bb-17-GC.jsa.tried"),
                archive("driver-aa-17-GC.jsa." + maker.pid()));
        ArchivesCheck check =
                new ArchivesCheck(folder, List.of(new Current("driver", mine, archive -> Optional.empty())));

        assertThat(look(check))
                .filteredOn(finding -> finding.level() != Level.OK)
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding()).startsWith("3 class-data archive(s)"));
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(stale).noneMatch(Files::exists);
        assertThat(mine).exists();
        assertThat(folder.resolve("cli-99-17.jsa"))
                .as("of a kind whose current one is not known")
                .exists();
    }

    private Path archive(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "x");
    }

    @Test
    void anArchiveThatJavaRefusesIsFoundAndDeleted() throws Exception {
        Path mine = archive("cli-1-17.jsa");
        archive("cli-1-17.jsa.tried");
        ArchivesCheck check = new ArchivesCheck(
                folder, List.of(new Current("cli", mine, archive -> Optional.of("The file has been truncated."))));

        assertThat(look(check))
                .filteredOn(finding -> finding.level() == Level.WARNING)
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding()).endsWith("The file has been truncated."));
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(mine).doesNotExist();
        assertThat(folder.resolve("cli-1-17.jsa.tried")).doesNotExist();
    }
}
