package io.leat.server;

import io.leat.server.config.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL for the tests of this JVM, as it is installed here: on a free port of the loopback, syncing what it
 * commits, in a temporary folder. Its programs refuse to run as root; then they run as another user.
 */
public final class PostgresServer {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final long START_SECONDS = 30;
    private static final List<String> LESSER_USERS = List.of("postgres", "nobody");

    private static @Nullable PostgresServer shared;

    private final Path folder;
    private final int port;
    private final Process process;
    private int schemas;

    private PostgresServer(Path programs) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("leat-postgres");
        String user = lesserUser();
        List<String> as = List.of();
        if (user != null) {
            UserPrincipal owner =
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
            Files.setOwner(folder, owner);
            as = List.of("setpriv", "--reuid=" + user, "--regid=" + group(user), "--clear-groups", "--reset-env");
        }

        Path data = folder.resolve("data");
        Process init = start(
                as,
                programs.resolve("initdb"),
                "-D",
                data,
                "-U",
                "leat",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync");
        if (init.waitFor() != 0) {
            throw new IOException("initdb: " + Files.readString(log()));
        }

        port = freePort();
        process = start(as, programs.resolve("postgres"), "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        await();
    }

    /** The one server of this JVM; the test is skipped where PostgreSQL is not installed. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            Path programs = programs();
            Assumptions.assumeTrue(programs != null, "PostgreSQL is not installed under " + INSTALLED);
            Assumptions.assumeTrue(
                    !isRoot() || (lesserUser() != null && Files.isExecutable(Path.of("/usr/bin/setpriv"))),
                    "PostgreSQL does not run as root, and setpriv or a user to run it as is missing");
            try {
                shared = new PostgresServer(programs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        return shared;
    }

    private static @Nullable Path programs() {
        if (!Files.isDirectory(INSTALLED)) {
            return null;
        }

        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static @Nullable String lesserUser() {
        return isRoot()
                ? LESSER_USERS.stream()
                        .filter(user -> group(user) != null)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** The number of a user's first group. */
    private static @Nullable String group(String user) {
        try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
            return users.map(line -> line.split(":"))
                    .filter(fields -> fields[0].equals(user))
                    .map(fields -> fields[3])
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(List<String> as, Path program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(as);
        command.add(program.toString());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await() throws IOException {
        long limit = System.nanoTime() + Duration.ofSeconds(START_SECONDS).toNanos();
        while (true) {
            try (Connection connection = connect()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > limit) {
                    throw new IOException("PostgreSQL does not start: " + Files.readString(log()), e);
                }

                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    public int port() {
        return port;
    }

    /** Settings for a schema that nobody else has, with a lease that is short for tests. */
    public StoreSettings settings() {
        String schema = "w" + ++schemas;
        execute("CREATE SCHEMA " + schema);
        return new StoreSettings(url(port) + "?currentSchema=" + schema, "leat", "", Duration.ofSeconds(2));
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(port), "leat", "");
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** By SIGINT, which does not wait for its clients; its folder goes too. */
    private void stop() {
        try {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }

            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
