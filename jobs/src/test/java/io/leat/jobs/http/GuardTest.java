package io.leat.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private final List<String> lookedUp = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.1.2.3, a loopback address",
        "::1, a loopback address",
        "::ffff:127.0.0.1, a loopback address",
        "::ffff:10.0.0.1, a private address",
        "::127.0.0.1, a loopback address",
        "64:ff9b::10.1.1.1, a private address",
        "64:ff9b::169.254.169.254, a link-local address",
        "2002:7f00:1::, a loopback address",
        "2001:0:1::1, an address of a tunnel",
        "0.0.0.0, an unspecified address",
        "0.1.2.3, an unspecified address",
        "::, an unspecified address",
        "10.255.0.1, a private address",
        "172.16.0.1, a private address",
        "172.31.255.255, a private address",
        "192.168.1.1, a private address",
        "100.64.0.1, a private address",
        "fd00::1, a private address",
        "fec0::1, a private address",
        "169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "224.0.0.1, a multicast address",
        "ff02::1, a multicast address",
        "255.255.255.255, a reserved address",
        "192.0.2.1, a reserved address",
        "2001:db8::1, a reserved address"
    })
    void whatIsNotPublicIsDenied(String address, String what) throws UnknownHostException {
        assertThat(Addresses.notPublic(address(address))).isEqualTo(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.32.0.1",
                "172.15.255.255",
                "192.169.0.1",
                "100.128.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "64:ff9b::8.8.8.8",
                "2002:808:808::",
                "::ffff:8.8.8.8"
            })
    void whatIsPublicIsNot(String address) throws UnknownHostException {
        assertThat(Addresses.notPublic(address(address))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://2130706433/", "http://LOCALHOST/", "http://[::ffff:7f00:1]/", "http://[::1]:80/"})
    void disguisesDoNotHelp(String url) {
        Guard guard = guard("", host -> List.of(InetAddress.getAllByName(host)));

        assertThatThrownBy(() -> guard.addresses(URI.create(url)))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("is a loopback address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.1/", "http://u@a.test/", "gopher://a.test/", "//a.test/", "http:///a", "http://a b/"
            })
    void whatIsNoAddressIsNotOne(String url) {
        assertThat(Uris.parse(url)).isNull();
    }

    @Test
    void onlyAddressesThatMayBeConnectedToAreGiven() throws UnknownHostException {
        InetAddress inner = address("10.0.0.1");
        InetAddress outer = address("8.8.8.8");
        Guard guard = guard("", host -> List.of(inner, outer));

        assertThat(guard.addresses(URI.create("https://both.test/"))).containsExactly(outer);
    }

    @Test
    void theAdministratorAllowsPlacesAndBlocks() throws UnknownHostException {
        Resolver inner = host -> List.of(address("10.1.2.3"));
        String allow = "Inner.test:8080, 192.168.0.0/16\n[::1]:90";

        assertThat(guard(allow, inner).addresses(URI.create("http://inner.TEST:8080/")))
                .hasSize(1);
        assertThat(guard("10.1.0.0/16", inner).addresses(URI.create("http://any.test/")))
                .hasSize(1);
        assertThat(guard(allow, host -> List.of(address("::1"))).addresses(URI.create("http://[::1]:90/")))
                .hasSize(1);
        assertThatThrownBy(() -> guard(allow, inner).addresses(URI.create("http://inner.test:8081/")))
                .hasMessageContaining("10.1.2.3 is a private address");
        assertThatThrownBy(() -> guard(allow, inner).addresses(URI.create("http://inner.test/")))
                .hasMessageContaining("LEAT_HTTP_ALLOW=inner.test:80 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "localhost", "10.0.0/8", "http://a:80", "::/129", "a:b"})
    void aListThatSaysNothingIsRefused(String allow) {
        assertThatThrownBy(() -> Allowed.of(allow))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "LEAT_HTTP_ALLOW of the control plane holds %s, which is neither".formatted(allow));
    }

    @Test
    void aHostThatIsNotKnownIsTold() {
        Guard guard = guard("", host -> {
            throw new UnknownHostException(host);
        });

        assertThatThrownBy(() -> guard.addresses(URI.create("https://no.test/a?token=x")))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "The host no.test of https://no.test/a?token=[REDACTED] is not known: no address was found for it."
                                + " Check its name.");
    }

    @Test
    void whatWasCheckedIsConnectedTo() throws IOException, InterruptedException, NoSuchAlgorithmException {
        try (LocalApi api = new LocalApi()) {
            api.json("/", "{}");
            Recorder told = new Recorder("name-that-nobody-knows.test:" + api.port(), SSLContext.getDefault(), host -> {
                lookedUp.add(host);
                return List.of(address(lookedUp.size() == 1 ? "127.0.0.1" : "10.0.0.1"));
            });

            told.run("{\"url\": \"%s\"}".formatted(api.url("name-that-nobody-knows.test", "/")));

            assertThat(lookedUp).containsExactly("name-that-nobody-knows.test");
            assertThat(api.asked()).hasSize(1);
        }
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }

    private static Guard guard(String allow, Resolver resolver) {
        return new Guard(Allowed.of(allow), resolver, new HttpErrors(new Hidden()));
    }
}
