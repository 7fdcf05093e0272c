package io.leat.jobs.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/** Where a request connects to: a host by one of its addresses. */
record Target(String scheme, String host, int port, InetAddress address) {

    static Target of(URI uri, InetAddress address) {
        return new Target(scheme(uri), uri.getHost().toLowerCase(Locale.ROOT), port(uri), address);
    }

    static String scheme(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    static boolean isTls(URI uri) {
        return scheme(uri).equals("https");
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
    }

    /** Without the brackets of an IPv6 address. */
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The same request with the address in the place of the host's name. */
    URI pinned(URI uri) {
        String literal = address.getHostAddress().replaceFirst("%.*", "");
        String authority = (address instanceof Inet6Address ? "[" + literal + "]" : literal) + ":" + port;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(scheme + "://" + authority + path + query);
    }

    /** What the server is to be told it is called. */
    static String hostHeader(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
