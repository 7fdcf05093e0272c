package io.leat.core.job;

import java.util.HashMap;
import java.util.Map;

/** Where in the file the value at each path of a job stands, and its name. */
final class Positions {
    private final Map<String, Position> values = new HashMap<>();
    private final Map<String, Position> names = new HashMap<>();

    void put(String path, Position position) {
        values.put(path, position);
    }

    void putName(String path, Position position) {
        names.put(path, position);
    }

    /** Of the name before the value at {@code path}; of the value, where it has none. */
    Position ofName(String path) {
        Position name = names.get(path);
        return name == null ? of(path) : name;
    }

    /** Of the value at {@code path}; where there is none, of the nearest value around it. */
    Position of(String path) {
        String around = path;
        while (!values.containsKey(around)) {
            int cut = Math.max(around.lastIndexOf('.'), around.lastIndexOf('['));
            if (cut < 0) {
                return values.getOrDefault("", Position.START);
            }

            around = around.substring(0, cut);
        }

        return values.get(around);
    }
}
