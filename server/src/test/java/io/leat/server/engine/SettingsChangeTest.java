package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsChangeTest {
    private static final String BEFORE = """
            {"name": "n", "tags": {"a": "1"}, "tasks": [{"task_key": "a", "description": "old"}, {"task_key": "b"}],
             "parameters": [{"name": "p", "default": "1"}]}""";

    @Test
    void elementsOfListsWithKeysAreReplacedOneByOne() {
        assertThat(changed("""
                        {"tasks": [{"task_key": "a"}, {"task_key": "c"}], "parameters": [{"name": "q", "default": "2"}]}""")).isEqualTo(json("""
                        {"name": "n", "tags": {"a": "1"}, "tasks": [{"task_key": "a"}, {"task_key": "b"}, {"task_key": "c"}],
                         "parameters": [{"name": "p", "default": "1"}, {"name": "q", "default": "2"}]}"""));
    }

    @Test
    void otherFieldsAreReplacedWhole() {
        assertThat(changed("{\"name\": \"m\", \"tags\": {\"b\": \"2\"}}").path("tags"))
                .isEqualTo(json("{\"b\": \"2\"}"));
    }

    @Test
    void fieldsAndElementsAreRemoved() {
        assertThat(changed("{}", "tags", "tasks/a", "parameters", "nothing", "tags/a"))
                .isEqualTo(json("{\"name\": \"n\", \"tasks\": [{\"task_key\": \"b\"}]}"));
    }

    private static ObjectNode changed(String newSettings, String... removed) {
        return SettingsChange.apply(json(BEFORE), json(newSettings), List.of(removed));
    }

    private static ObjectNode json(String text) {
        return Json.read(text, ObjectNode.class);
    }
}
