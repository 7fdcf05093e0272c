package io.leat.core.value;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.error.LeatException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskValuesTest {
    @Test
    void aValueMayHave48KiBAsJson() {
        assertThatCode(() -> TaskValues.check(0, Map.of("v", text("x", 49_150))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TaskValues.check(0, Map.of("v", text("x", 49_151))))
                .isInstanceOf(LeatException.class)
                .hasMessage("The task value v has 49153 bytes as JSON; a task value may have at most 49152.");
        assertThatThrownBy(() -> TaskValues.check(0, Map.of("v", text("\u00e9", 24_576))))
                .hasMessage("The task value v has 49154 bytes as JSON; a task value may have at most 49152.");
    }

    @Test
    void aRunMaySet250() {
        assertThatCode(() -> TaskValues.check(200, many(50))).doesNotThrowAnyException();
        assertThatThrownBy(() -> TaskValues.check(200, many(51)))
                .isInstanceOf(LeatException.class)
                .hasMessage("A maximum of 250 task values per job run is allowed");
    }

    private static JsonNode text(String piece, int times) {
        return TextNode.valueOf(piece.repeat(times));
    }

    private static Map<String, JsonNode> many(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "v" + i, IntNode::valueOf));
    }
}
