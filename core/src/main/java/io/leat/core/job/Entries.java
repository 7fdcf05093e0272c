package io.leat.core.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The entries of a YAML mapping, with those that {@code <<} merges into it; its own win over merged ones. */
final class Entries {
    private static final String MERGE = "<<";

    private final Problems problems;
    private final String path;

    private Entries(Problems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    /** Key nodes and value nodes by the text of the key, in the order of the file. */
    static Map<String, NodeTuple> of(MappingNode mapping, String path, Problems problems) {
        return new Entries(problems, path).read(mapping, 0);
    }

    private Map<String, NodeTuple> read(MappingNode mapping, int depth) {
        Map<String, NodeTuple> own = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.error(Position.of(tuple.getKeyNode()), path, keyMessage(tuple.getKeyNode()));
            } else if (key.getValue().equals(MERGE)) {
                merged.add(tuple.getValueNode());
            } else {
                addOwn(own, key, tuple);
            }
        }

        for (Node node : merged) {
            merge(own, node, depth);
        }

        return own;
    }

    private void addOwn(Map<String, NodeTuple> own, ScalarNode key, NodeTuple tuple) {
        NodeTuple before = own.putIfAbsent(key.getValue(), tuple);
        if (before != null) {
            int line = Position.of(before.getKeyNode()).line();
            problems.error(
                    Position.of(key), path, "%s is given twice; first on line %d.".formatted(key.getValue(), line));
        }
    }

    private void merge(Map<String, NodeTuple> own, Node node, int depth) {
        if (node instanceof MappingNode mapping && depth < YamlText.DEEPEST) {
            read(mapping, depth + 1).forEach(own::putIfAbsent);
        } else if (node instanceof SequenceNode sequence && depth < YamlText.DEEPEST) {
            sequence.getValue().forEach(element -> merge(own, element, depth + 1));
        } else {
            problems.error(Position.of(node), path, "<< merges mappings, such as *name of one; this is none.");
        }
    }

    private static String keyMessage(Node key) {
        return key instanceof MappingNode
                ? "A name must be text. If this is a reference, put it in quotes: \"{{…}}\"."
                : "A name must be text.";
    }
}
