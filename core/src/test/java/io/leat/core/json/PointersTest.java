package io.leat.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointersTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "/items/0/id, /items/0/id",
                "$.items[0].id, /items/0/id",
                "$['a b']['c/d~e'], /a b/c~1d~0e",
                "$[2][\"x\"], /2/x",
                "$.odd-name.ünï, /odd-name/ünï"
            })
    void bothFormsAreRead(String text, String pointer) {
        assertThat(Pointers.parse(text)).hasToString(pointer);
    }

    @Test
    void theWholeIsADollar() {
        assertThat(Pointers.parse(" $ ").matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"items", "", "$.", "$..a", "$.a[*]", "$.a[?(@.b)]", "$a", "$.a[x]"})
    void allElseIsRefused(String text) {
        assertThatThrownBy(() -> Pointers.parse(text))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "\"%s\" does not say where a value stands; write a JSON pointer such as /items/0/id, or $.items[0].id."
                                .formatted(text));
    }
}
