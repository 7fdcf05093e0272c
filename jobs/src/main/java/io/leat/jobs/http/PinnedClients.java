package io.leat.jobs.http;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Clients that connect to one address each, without a proxy, and follow no redirect by themselves. */
final class PinnedClients {
    /** Java lets a request say the name of its host only where this is set before its first use of HTTP. */
    private static final String MAY_NAME_HOST = "jdk.httpclient.allowRestrictedHeaders";

    private final SSLContext tls;
    private final Map<Target, HttpClient> clients = new HashMap<>();

    PinnedClients(SSLContext tls) {
        this.tls = tls;
    }

    static void mayNameHost() {
        System.setProperty(MAY_NAME_HOST, "host");
    }

    HttpClient client(Target target) {
        return clients.computeIfAbsent(target, this::make);
    }

    private HttpClient make(Target target) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(new PinnedContext(tls, Target.bare(target.host())))
                .build();
    }
}
