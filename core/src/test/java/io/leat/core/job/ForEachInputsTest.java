package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForEachInputsTest {
    @Test
    void elementsKeepTheirOrderAndTheirForm() {
        assertThat(ForEachInputs.parse(" [7, true, \"two words\", 1.50, {\"b\": 1, \"a\": [2]}, null]"))
                .map(JsonNode::toString)
                .containsExactly("7", "true", "\"two words\"", "1.50", "{\"b\":1,\"a\":[2]}", "null");
        assertThat(ForEachInputs.parse("[]")).isEmpty();
    }

    @Test
    void aHundredThousandInputsAreFine() {
        String text =
                IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));

        assertThat(ForEachInputs.parse(text)).hasSize(100_000).element(99_999).hasToString("99999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\":1}", "7", "[1] 2", "[1,", "['a']", "abc"})
    void allElseIsRefused(String text) {
        assertThatThrownBy(() -> ForEachInputs.parse(text))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "The inputs of a for-each task must be a JSON array such as [1, \"a\"], but are %s",
                        text.isEmpty() ? "empty" : text);
    }
}
