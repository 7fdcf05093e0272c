package io.leat.core.job;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place of a job file.
 *
 * @param name of an object or an enumeration
 * @param element of a list or a map
 * @param values of an enumeration
 */
record Type(Kind kind, String name, @Nullable Type element, List<String> values) {
    static final Type TEXT = plain(Kind.TEXT);
    static final Type ANY = plain(Kind.ANY);

    /** The kinds of types. */
    enum Kind {
        TEXT("text"),
        BOOLEAN("true or false"),
        INT32("a whole number"),
        INT64("a whole number"),
        NUMBER("a number"),
        ANY("anything"),
        ENUM("one of"),
        LIST("a list"),
        MAP("a mapping"),
        OBJECT("a mapping");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    Type {
        values = List.copyOf(values);
    }

    static Type plain(Kind kind) {
        return new Type(kind, "", null, List.of());
    }

    static Type listOf(Type element) {
        return new Type(Kind.LIST, "", element, List.of());
    }

    static Type mapOf(Type element) {
        return new Type(Kind.MAP, "", element, List.of());
    }

    static Type object(String name) {
        return new Type(Kind.OBJECT, name, null, List.of());
    }

    static Type enumeration(String name, List<String> values) {
        return new Type(Kind.ENUM, name, null, values);
    }

    /** Of a list or a map. */
    Type elementType() {
        return Objects.requireNonNull(element, "element is null");
    }

    /** What to write here, in words. */
    String expected() {
        return kind == Kind.ENUM ? alternatives() : kind.words;
    }

    private String alternatives() {
        if (values.size() == 1) {
            return values.get(0);
        }

        int last = values.size() - 1;
        return String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    }
}
