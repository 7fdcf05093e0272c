package io.leat.core.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class YamlText {
    private YamlText() {}

    static ObjectNode read(String text, Problems problems) {
        Object value = new Load(LoadSettings.builder().build()).loadFromString(text);
        return Json.tree(value);
    }
}
