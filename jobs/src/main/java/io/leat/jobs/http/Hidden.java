package io.leat.jobs.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Keeps what authorises a request out of all that is shown of it. */
final class Hidden {
    private static final String MARK = "[REDACTED]";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(key|token|secret|sig|signature|passw|pwd|auth|credential|session|jwt|code).*|sas|pw");

    private static final Set<String> SECRET_HEADERS = new TreeSet<>(List.of(
            "authorization", "cookie", "set-cookie", "set-cookie2", "proxy-authenticate", "proxy-authorization"));

    private static final Set<String> ADDRESS_HEADERS = Set.of("location", "content-location");

    private static final int SHORTEST = 3;

    private final List<String> secrets = new ArrayList<>();

    /** From now on hides this text too, also as it looks in an address. */
    void add(String secret) {
        if (secret.length() >= SHORTEST) {
            String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
            secrets.addAll(List.of(secret, encoded, encoded.replace("+", "%20")));
            secrets.sort((left, right) -> right.length() - left.length());
        }
    }

    String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MARK);
        }

        return clean;
    }

    /** The value of an answer's header, or what stands for it. */
    String header(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SECRET_HEADERS.contains(lower)) {
            return MARK;
        }

        URI address = ADDRESS_HEADERS.contains(lower) ? Uris.parse(value) : null;
        return address == null ? clean(value) : url(address);
    }

    /** An address without what in it is secret by its name or value. */
    String url(URI uri) {
        StringBuilder shown = new StringBuilder(uri.getScheme() + "://" + uri.getHost());
        shown.append(uri.getPort() < 0 ? "" : ":" + uri.getPort());
        shown.append(uri.getRawPath() == null ? "" : uri.getRawPath());
        String query = uri.getRawQuery();
        if (query != null) {
            List<String> parts = new ArrayList<>();
            for (String part : query.split("&", -1)) {
                parts.add(parameter(part));
            }

            shown.append('?').append(String.join("&", parts));
        }

        return clean(shown.toString());
    }

    private static String parameter(String part) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        return equals >= 0 && SECRET_NAME.matcher(name).matches() ? name + "=" + MARK : part;
    }
}
