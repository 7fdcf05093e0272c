package io.leat.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class DiskTroubleTest {
    @Test
    void aFullDiskIsToldWithItsFile() {
        assertThat(DiskTrouble.of(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo("There is no space left on the disk. Make some and try again; nothing is lost.");
        assertThat(DiskTrouble.of(new FileNotFoundException("/w/t/part.parquet (No space left on device)")))
                .contains("the disk of /w/t/part.parquet.");
        assertThat(DiskTrouble.of(
                        new IllegalStateException("[SQLITE_FULL] Insertion failed (database or disk is full)")))
                .contains("no space left");
    }

    @Test
    void aReadOnlyDiskAndAMissingPermissionAreTold() {
        assertThat(DiskTrouble.of(new FileSystemException("/w/x", null, "Read-only file system")))
                .isEqualTo("The file system of /w/x is read-only. Make it writable and try again; nothing is lost.");
        assertThat(DiskTrouble.of(new AccessDeniedException("/w/y"))).contains("no permission for /w/y");
    }

    @Test
    void otherTroubleIsNotTheDisks() {
        assertThat(DiskTrouble.of(new IllegalStateException("no"))).isNull();
    }
}
