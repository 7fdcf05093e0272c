package io.leat.core.job;

import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import io.leat.core.json.Pointers;
import io.leat.core.value.References;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What must hold between the fields of an {@code http_task}. */
final class HttpRules {
    private static final Set<String> METHODS =
            new TreeSet<>(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** They are of the connection, which is none of the task's business. */
    private static final Set<String> CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "proxy-authorization",
            "te",
            "transfer-encoding",
            "upgrade");

    private HttpRules() {}

    static void check(Place body) {
        address(body.field("url"));
        method(body);
        headers(body);
        auth(body.field("auth"));
        body.field("expected_status").elements().forEach(HttpRules::status);
        poll(body);
        body.field("values").fields().forEach(HttpRules::pointer);
    }

    private static void address(Place url) {
        if (!isSettled(url)) {
            return;
        }

        try {
            URI uri = new URI(url.text().strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
                url.error(
                        "%s must be a whole address, such as https://api.example.com/v1/items.".formatted(url.name()));
            } else if (uri.getRawUserInfo() != null) {
                url.error("%s holds a user or password; give them as auth.basic, with the password from a secret."
                        .formatted(url.name()));
            }
        } catch (URISyntaxException e) {
            url.error("%s is no address: %s.".formatted(url.name(), e.getMessage()));
        }
    }

    private static boolean isSettled(Place place) {
        return place.node().isTextual() && !place.text().isBlank() && !References.has(place.text());
    }

    private static void method(Place body) {
        Place method = body.field("method");
        String name = methodOf(body);
        if (isSettled(method) && !METHODS.contains(name)) {
            String hint = Nearest.didYouMean(method.text(), METHODS);
            method.error("%s is no method of HTTP that can be used here%s"
                    .formatted(method.text(), hint.isEmpty() ? "; use " + String.join(", ", METHODS) + "." : hint));
        }

        if (READING.contains(name) && body.field("body").isGiven()) {
            body.field("body").refuse("A %s request has no body; is it a POST?".formatted(name));
        }
    }

    private static String methodOf(Place body) {
        Place method = body.field("method");
        return method.isGiven() ? method.text().toUpperCase(Locale.ROOT) : "GET";
    }

    private static void headers(Place body) {
        for (Place header : body.field("headers").fields()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (CONNECTION.contains(name)) {
                header.refuse("The header %s is set by Leat; leave it out.".formatted(header.name()));
            } else if (name.equals("authorization") && body.field("auth").isGiven()) {
                header.refuse("Both auth and the header Authorization say how the request is authorised; give one.");
            }
        }
    }

    private static void auth(Place auth) {
        List<Place> ways = auth.fields().stream().filter(Place::isGiven).toList();
        if (auth.node().isObject() && ways.size() != 1) {
            auth.error("auth needs exactly one of bearer, basic, api_key and oauth2_client_credentials.");
        }

        address(auth.field("oauth2_client_credentials").field("token_url"));
    }

    private static void status(Place status) {
        if (isSettled(status)) {
            try {
                ExpectedStatus.of(List.of(status.text()));
            } catch (LeatException e) {
                status.error(e.getMessage());
            }
        }
    }

    private static void poll(Place body) {
        Place poll = body.field("poll");
        if (!poll.node().isObject()) {
            return;
        }

        if (!poll.field("url").isGiven() && !methodOf(body).equals("GET") && !References.has(methodOf(body))) {
            poll.error("poll would send the %s again and again; give it url, where the first answer says what to ask."
                    .formatted(methodOf(body)));
        }

        Place until = poll.field("until");
        pointer(until.field("pointer"));
        long conditions = List.of("equals", "in", "not_in").stream()
                .filter(name -> until.field(name).isGiven())
                .count();
        if (until.node().isObject() && conditions != 1) {
            until.error("until needs exactly one of equals, in and not_in.");
        }
    }

    private static void pointer(Place pointer) {
        if (isSettled(pointer)) {
            try {
                Pointers.parse(pointer.text());
            } catch (LeatException e) {
                pointer.error(e.getMessage());
            }
        }
    }
}
