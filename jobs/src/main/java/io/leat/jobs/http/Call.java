package io.leat.jobs.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param headers that the user gave, and those that follow from the body
 * @param credentials headers that authorise it
 */
record Call(
        String method,
        URI uri,
        Map<String, String> headers,
        Map<String, String> credentials,
        @Nullable String body) {
    /** They say nothing that another host should not know. */
    private static final Set<String> HARMLESS = Set.of("accept", "accept-language");

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    Call {
        headers = caseless(headers);
        credentials = caseless(credentials);
    }

    private static Map<String, String> caseless(Map<String, String> headers) {
        Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(headers);
        return caseless;
    }

    /** Whether sending it again does nothing that was not done already. */
    boolean isRepeatable() {
        return REPEATABLE.contains(method);
    }

    /** All headers, as they are sent. */
    Map<String, String> sent() {
        Map<String, String> sent = new LinkedHashMap<>(headers);
        sent.putAll(credentials);
        return sent;
    }

    Call with(Map<String, String> otherCredentials) {
        return new Call(method, uri, headers, otherCredentials, body);
    }

    /** A GET of another address, with what may be told there. */
    Call get(URI target) {
        return to("GET", target, null);
    }

    /** As it goes on after a redirect; with its body when the status says so. */
    Call redirected(int status, URI target) {
        boolean becomesGet = (status == 303 && !method.equals("HEAD"))
                || ((status == 301 || status == 302) && method.equals("POST"));
        return becomesGet ? get(target) : to(method, target, body);
    }

    private Call to(String newMethod, URI target, @Nullable String newBody) {
        boolean trusted = isSameHost(uri, target);
        Map<String, String> kept = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            boolean ofBody = name.toLowerCase(Locale.ROOT).startsWith("content-");
            boolean harmless = HARMLESS.contains(name.toLowerCase(Locale.ROOT));
            if (ofBody ? newBody != null : trusted || harmless) {
                kept.put(name, value);
            }
        });
        return new Call(newMethod, target, kept, trusted ? credentials : Map.of(), newBody);
    }

    /** Whether both are the same server; the step from http to https on the usual ports counts as one. */
    static boolean isSameHost(URI from, URI to) {
        boolean samePlace =
                Target.port(from) == Target.port(to) && Target.scheme(from).equals(Target.scheme(to));
        boolean upgrade = !Target.isTls(from) && Target.port(from) == 80 && Target.isTls(to) && Target.port(to) == 443;
        return from.getHost().equalsIgnoreCase(to.getHost()) && (samePlace || upgrade);
    }
}
