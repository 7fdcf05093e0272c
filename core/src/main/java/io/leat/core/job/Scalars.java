package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.error.Nearest;
import io.leat.core.job.Type.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single values of a job file: what they are by themselves, and what they are where a type is asked for. */
final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,19}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
    private static final int LONGEST_SHOWN = 40;

    private Scalars() {}

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getTag().equals(Tag.NULL);
    }

    /** The value as JSON of {@code type}; empty when it is of another. Text takes any value as it is written. */
    static Optional<JsonNode> typed(ScalarNode scalar, Type type) {
        String text = scalar.getValue();
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        return switch (type.kind()) {
            case TEXT -> Optional.of(TextNode.valueOf(text));
            case ENUM -> constant(text, type);
            case BOOLEAN -> scalar.getTag().equals(Tag.BOOL) ? Optional.of(truth(text)) : Optional.empty();
            case INT32 -> plain ? whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE) : Optional.empty();
            case INT64 -> plain ? whole(text, Long.MIN_VALUE, Long.MAX_VALUE) : Optional.empty();
            case NUMBER -> plain ? number(text) : Optional.empty();
            case ANY, LIST, MAP, OBJECT -> throw new IllegalArgumentException(type + " is no scalar");
        };
    }

    /** The value as what it is by itself. */
    static JsonNode untyped(Node node) {
        if (!(node instanceof ScalarNode scalar) || isNull(node)) {
            return NullNode.instance;
        }

        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return TextNode.valueOf(scalar.getValue());
        }

        if (scalar.getTag().equals(Tag.BOOL)) {
            return truth(scalar.getValue());
        }

        return whole(scalar.getValue(), Long.MIN_VALUE, Long.MAX_VALUE)
                .or(() -> number(scalar.getValue()))
                .orElseGet(() -> TextNode.valueOf(scalar.getValue()));
    }

    /** What is wrong with a value that is not of {@code type}. */
    static String mismatch(Node node, Type type, String path) {
        String name = last(path);
        if (type.kind() == Kind.ENUM && node instanceof ScalarNode scalar) {
            return "%s must be %s, but is %s%s"
                    .formatted(name, type.expected(), cut(scalar.getValue()), hint(scalar.getValue(), type));
        }

        return "%s must be %s, but is %s.%s".formatted(name, type.expected(), describe(node), advice(node, type));
    }

    /** The last part of a path, with the list it is in: {@code tasks[1]}, {@code target}. */
    static String last(String path) {
        return path.isEmpty() ? "the job" : path.substring(path.lastIndexOf('.') + 1);
    }

    static String lowerFirst(String text) {
        boolean acronym = text.length() > 1 && Character.isUpperCase(text.charAt(1));
        return acronym ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String hint(String given, Type type) {
        return Nearest.to(given, type.values())
                .map("; did you mean %s?"::formatted)
                .orElse(".");
    }

    private static String advice(Node node, Type type) {
        if (type.kind() == Kind.LIST && node instanceof ScalarNode scalar) {
            return " Write [%s].".formatted(cut(scalar.getValue()));
        }

        boolean quoted = node instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.PLAIN;
        boolean wouldFit = quoted && type.kind() != Kind.LIST && isPlainValue(((ScalarNode) node).getValue(), type);
        return wouldFit ? " Leave the quotes out." : "";
    }

    private static boolean isPlainValue(String text, Type type) {
        return switch (type.kind()) {
            case INT32, INT64 -> WHOLE.matcher(text).matches();
            case NUMBER -> NUMBER.matcher(text).matches();
            case BOOLEAN -> text.equals("true") || text.equals("false");
            case TEXT, ENUM, ANY, LIST, MAP, OBJECT -> false;
        };
    }

    private static String describe(Node node) {
        if (node instanceof MappingNode mapping) {
            boolean reference =
                    mapping.getValue().size() == 1 && mapping.getValue().get(0).getKeyNode() instanceof MappingNode;
            return reference ? "a mapping; put a reference in quotes: \"{{…}}\"" : "a mapping";
        }

        if (node instanceof SequenceNode) {
            return "a list";
        }

        String text = cut(((ScalarNode) node).getValue());
        return untyped(node).isTextual() ? "the text \"" + text + "\"" : text;
    }

    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }

    private static JsonNode truth(String text) {
        return BooleanNode.valueOf(text.toLowerCase(Locale.ROOT).equals("true"));
    }

    private static Optional<JsonNode> constant(String text, Type type) {
        return type.values().contains(text) ? Optional.of(TextNode.valueOf(text)) : Optional.empty();
    }

    private static Optional<JsonNode> whole(String text, long least, long most) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }

        try {
            long value = Long.parseLong(text);
            boolean isInt = value == (int) value;
            JsonNode node = isInt ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
            return value < least || value > most ? Optional.empty() : Optional.of(node);
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> number(String text) {
        return NUMBER.matcher(text).matches()
                ? whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .or(() -> Optional.of(DoubleNode.valueOf(Double.parseDouble(text))))
                : Optional.empty();
    }
}
