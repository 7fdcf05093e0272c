package io.leat.core.job;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** How large and how often values may be. */
final class Bounds {
    private Bounds() {}

    static void atLeast(Place place, long least, String meaning) {
        if (place.node().isIntegralNumber() && place.node().longValue() < least) {
            place.error("%s is %s; it must be at least %d (%s)."
                    .formatted(place.name(), place.node().asText(), least, meaning));
        }
    }

    static void atMost(Place place, long most) {
        if (place.node().isIntegralNumber() && place.node().longValue() > most) {
            place.error("%s is %s; it may be at most %d."
                    .formatted(place.name(), place.node().asText(), most));
        }
    }

    static void bytes(Place place, int most) {
        int size = place.text().getBytes(StandardCharsets.UTF_8).length;
        if (size > most) {
            place.error("%s has %d bytes as UTF-8; it may have at most %d.".formatted(place.name(), size, most));
        }
    }

    static void characters(Place place, int most) {
        int size = place.text().length();
        if (size > most) {
            place.error("%s has %d characters; it may have at most %d.".formatted(place.name(), size, most));
        }
    }

    static void elements(Place place, int most) {
        if (place.node().size() > most) {
            place.error("%s has %d entries; it may have at most %d."
                    .formatted(place.name(), place.node().size(), most));
        }
    }

    /** Each element's {@code field} is there once. */
    static void unique(Place list, String field, String what) {
        Set<String> seen = new HashSet<>();
        for (Place element : list.elements()) {
            Place name = element.field(field);
            if (name.node().isTextual() && !seen.add(name.text())) {
                name.error("Two %s have the %s %s.".formatted(what, field, name.text()));
            }
        }
    }
}
