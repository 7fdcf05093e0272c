package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassDataArchiveTest {
    private static final List<String> MAPS = List.of(
            "800000000-800be6000 rw-p 00001000 08:01 123 /usr/lib/jvm/lib/server/classes.jsa",
            "800c00000-802000000 rw-p 00001000 08:01 456 /home/me/.leat/cds/driver.jsa");

    @Test
    void anArchiveIsUsedWhenItIsMapped() {
        String both = "/usr/lib/jvm/lib/server/classes.jsa" + File.pathSeparator + "/home/me/.leat/cds/driver.jsa";

        assertThat(ClassDataArchive.isMapped("/home/me/.leat/cds/driver.jsa", MAPS))
                .isTrue();
        assertThat(ClassDataArchive.isMapped(both, MAPS)).isTrue();
        assertThat(ClassDataArchive.isMapped("/home/me/.leat/cds/refused.jsa", MAPS))
                .isFalse();
    }

    @Test
    void thisJvmWasStartedWithoutOne() {
        assertThat(ClassDataArchive.isUsed()).isFalse();
    }
}
