package io.leat.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final String SECRET = "p@ss/w$rd\\1 \"ü\"";
    private final Redactor redactor = Redactor.of(List.of(SECRET));

    @Test
    void aValueIsReplacedWhereverItStands() {
        assertThat(redactor.redact("user:" + SECRET + "@host " + SECRET)).isEqualTo("user:[REDACTED]@host [REDACTED]");
        assertThat(redactor.redact("nothing here")).isEqualTo("nothing here");
    }

    @Test
    void encodedFormsAreReplacedToo() {
        assertThat(redactor.redact("?p=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .isEqualTo("?p=[REDACTED]");
        assertThat(redactor.redact("{\"p\":\"p@ss/w$rd\\\\1 \\\"ü\\\"\"}")).isEqualTo("{\"p\":\"[REDACTED]\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u:", "me:", "you:", "user:"})
    void base64IsFoundWhateverStandsBeforeAndAfter(String before) {
        Redactor plain = Redactor.of(List.of("correct-horse-battery"));
        for (String after : List.of("", "x", "yz", "end")) {
            byte[] bytes = (before + "correct-horse-battery" + after).getBytes(StandardCharsets.UTF_8);
            String text = "Basic " + Base64.getEncoder().encodeToString(bytes);

            assertThat(plain.redact(text)).contains("[REDACTED]").hasSizeLessThan(34);
        }
    }

    @Test
    void everyLineOfALongValueIsReplaced() {
        Redactor pem = Redactor.of(List.of("-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQE\n-----END KEY-----\n"));

        assertThat(pem.redact(List.of("a MIIEvQIBADANBg", "kqhkiG9w0BAQE")))
                .containsExactly("a [REDACTED]", "[REDACTED]");
    }

    @Test
    void theLongestValueWins() {
        assertThat(Redactor.of(List.of("abcd", "abcdefgh")).redact("abcdefgh abcd"))
                .isEqualTo("[REDACTED] [REDACTED]");
    }

    @Test
    void withoutSecretsNothingChanges() {
        assertThat(Redactor.of(List.of()).redact("text")).isEqualTo("text");
        assertThat(Redactor.of(List.of("  ")).redact("a  b")).isEqualTo("a  b");
    }
}
