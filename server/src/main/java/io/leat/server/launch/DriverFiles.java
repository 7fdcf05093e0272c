package io.leat.server.launch;

import io.leat.server.config.Workspace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The files that one driver is started from; only the owner can read them. */
record DriverFiles(Path arguments, Path properties, Path logging) {
    private static final String LOGGING = """
            rootLogger.level = warn
            rootLogger.appenderRef.stderr.ref = console
            appender.console.type = Console
            appender.console.name = console
            appender.console.target = SYSTEM_ERR
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %p %c{1} [%t] %m%n%ex
            logger.leat.name = io.leat
            logger.leat.level = info
            """;

    static DriverFiles of(Workspace workspace, String driverId) {
        Path folder = workspace.tmp().resolve("drivers");
        return new DriverFiles(
                folder.resolve(driverId + ".args"),
                folder.resolve(driverId + ".properties"),
                folder.resolve("log4j2.properties"));
    }

    void write(SubmitCommand command) {
        try {
            Files.createDirectories(arguments.getParent());
            write(
                    arguments,
                    command.arguments().stream().map(DriverFiles::quoted).collect(Collectors.joining("\n")));
            write(properties, text(command.conf()));
            Files.writeString(logging, LOGGING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the files a driver starts from, in " + arguments, e);
        }
    }

    void delete() {
        try {
            for (Path file : List.of(arguments, properties)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + arguments, e);
        }
    }

    /** As the Java launcher reads a file of arguments. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String text(Map<String, String> conf) throws IOException {
        Properties properties = new Properties();
        properties.putAll(conf);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }
}
