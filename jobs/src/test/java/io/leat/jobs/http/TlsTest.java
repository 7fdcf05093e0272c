package io.leat.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to an address; the certificate must be of the name that was asked for. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static LocalApi api;
    private static SSLContext tls;

    @BeforeAll
    static void givenAServerWithACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        tls = context(keys());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        api = new LocalApi(server).json("/", "{}");
    }

    @AfterAll
    static void end() {
        api.close();
    }

    @Test
    void theServerProvesToBeTheHost() throws InterruptedException {
        Recorder told = call("api.test");

        assertThat(told.answer().path("status").asInt()).isEqualTo(200);
        assertThat(api.asked())
                .last()
                .satisfies(asked -> assertThat(asked.header("Host")).isEqualTo("api.test:" + api.port()));
    }

    @Test
    void aServerOfAnotherNameIsNotTalkedTo() {
        int before = api.asked().size();

        assertThatThrownBy(() -> call("other.test"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("No subject alternative DNS name matching other.test found");
        assertThat(api.asked()).hasSize(before);
    }

    private static Recorder call(String host) throws InterruptedException {
        Recorder told = new Recorder("127.0.0.0/8", tls);
        told.run("{\"url\": \"https://%s:%d/\", \"timeout\": \"20 seconds\"}".formatted(host, api.port()));
        return told;
    }

    private static KeyStore keys() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=api.test",
                "-ext",
                "SAN=dns:api.test",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(told).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }

        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            trusted.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }

        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
