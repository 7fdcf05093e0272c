package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One value of a job under examination: what it is, where it stands, and how to complain about it. */
final class Place {
    private final JsonNode node;
    private final String path;
    private final Positions positions;
    private final Problems problems;

    Place(JsonNode node, String path, Positions positions, Problems problems) {
        this.node = node;
        this.path = path;
        this.positions = positions;
        this.problems = problems;
    }

    JsonNode node() {
        return node;
    }

    String path() {
        return path;
    }

    /** The last part of the path. */
    String name() {
        return Scalars.last(path);
    }

    boolean isGiven() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Whether there is nothing in it: not given, or an empty list or mapping. */
    boolean isEmpty() {
        return !isGiven() || (node.isContainerNode() && node.isEmpty());
    }

    /** Its text, empty when it has none. */
    String text() {
        return node.isTextual() ? node.textValue() : "";
    }

    boolean is(String text) {
        return node.isTextual() && node.textValue().equals(text);
    }

    Place field(String name) {
        return at(node.path(name), path.isEmpty() ? name : path + "." + name);
    }

    /** The elements of a list; none when it is no list. */
    List<Place> elements() {
        List<Place> elements = new ArrayList<>();
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            elements.add(at(node.get(i), path + "[" + i + "]"));
        }

        return elements;
    }

    /** The fields of a mapping; none when it is no mapping. */
    List<Place> fields() {
        List<Place> fields = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> fields.add(field(name)));
        return fields;
    }

    void error(String message) {
        problems.error(positions.of(path), path, message);
    }

    /** Complains about the field as such, not about its value. */
    void refuse(String message) {
        problems.error(positions.ofName(path), path, message);
    }

    void warning(String message) {
        problems.warning(positions.of(path), path, message);
    }

    /** Warns of the field as such, not of its value. */
    void remark(String message) {
        problems.warning(positions.ofName(path), path, message);
    }

    private Place at(JsonNode child, String childPath) {
        return new Place(child, childPath, positions, problems);
    }
}
