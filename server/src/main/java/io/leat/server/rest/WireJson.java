package io.leat.server.rest;

import io.javalin.json.JsonMapper;
import io.leat.core.json.Json;
import java.lang.reflect.Type;

/** Lets Javalin write JSON with the one mapper. It reads none: bodies are read by {@link Bodies}. */
final class WireJson implements JsonMapper {
    @Override
    public String toJsonString(Object value, Type type) {
        return Json.write(value);
    }
}
