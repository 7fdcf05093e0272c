package io.leat.jobs.jar;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;

/**
 * A JAR of a program.
 *
 * @param given how the user named it
 * @param file where it is for this task run; nobody changes it there
 */
record ProgramJar(String given, Path file) {
    URL url() {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(file + " has no URL", e);
        }
    }

    /** The file's name as the user knows it. */
    @Override
    public String toString() {
        return given.substring(given.lastIndexOf('/') + 1);
    }
}
