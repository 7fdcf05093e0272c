package io.leat.jobs.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses as tasks and servers write them. */
final class Uris {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Uris() {}

    /** Null when it is not a whole address of http or https, or a user or password stands in it. */
    static @Nullable URI parse(String text) {
        try {
            URI uri = new URI(text.strip());
            return isGood(uri) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** What {@code text} says as seen from {@code base}; null as for {@link #parse}. */
    static @Nullable URI resolve(URI base, String text) {
        try {
            URI uri = base.resolve(new URI(text.strip().replace(" ", "%20")));
            return isGood(uri) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isGood(URI uri) {
        return uri.getScheme() != null
                && SCHEMES.contains(Target.scheme(uri))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null;
    }

    /** With parameters added, in their order. */
    static URI with(URI uri, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return uri;
        }

        String added = form(parameters);
        String query = uri.getRawQuery() == null ? added : uri.getRawQuery() + "&" + added;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + "?" + query);
    }

    /** As a form sends them, and an address has them behind its question mark. */
    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
