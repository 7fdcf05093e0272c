package io.leat.jobs.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/** Sends requests, each to an address that was checked, and follows redirects, of which each is checked again. */
final class Requests {
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Guard guard;
    private final PinnedClients clients;
    private final HttpErrors errors;

    Requests(Guard guard, PinnedClients clients, HttpErrors errors) {
        this.guard = guard;
        this.clients = clients;
        this.errors = errors;
    }

    /**
     * What is answered in the end.
     *
     * @param limit for all redirects together
     * @param most bytes of the answer that are kept
     * @param isFinal statuses that are an answer though they would lead elsewhere
     */
    Answer send(Call call, Duration limit, int most, IntPredicate isFinal) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Call next = call;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Answer answer = exchange(next, limit, end, most);
            boolean leadsOn = REDIRECTS.contains(answer.status())
                    && answer.header("Location").isPresent()
                    && !isFinal.test(answer.status());
            if (!leadsOn) {
                return answer;
            }

            next = following(answer);
        }

        throw errors.tooManyRedirects(call, MOST_REDIRECTS);
    }

    private Call following(Answer answer) {
        String location = answer.header("Location").orElseThrow();
        URI target = Uris.resolve(answer.uri(), location);
        if (target == null) {
            throw errors.badRedirect(answer, location);
        }

        Call call = answer.call().redirected(answer.status(), target);
        if (call.body() != null && !Call.isSameHost(answer.uri(), target)) {
            throw errors.bodyToAnotherHost(answer, target);
        }

        return call;
    }

    /** Tries one address after the other until one can be connected to. */
    private Answer exchange(Call call, Duration limit, long end, int most) throws InterruptedException {
        List<InetAddress> addresses = guard.addresses(call.uri());
        for (int i = 0; ; i++) {
            try {
                return exchange(call, addresses.get(i), end, most);
            } catch (TimeoutException e) {
                throw errors.tooSlow(call, limit);
            } catch (ConnectException | HttpConnectTimeoutException | UnresolvedAddressException e) {
                if (i == addresses.size() - 1) {
                    throw errors.notReached(call, e);
                }
            } catch (IOException e) {
                throw errors.broken(call, e);
            }
        }
    }

    private Answer exchange(Call call, InetAddress address, long end, int most)
            throws InterruptedException, IOException, TimeoutException {
        Target target = Target.of(call.uri(), address);
        CompletableFuture<HttpResponse<LimitedBody.Content>> response =
                clients.client(target).sendAsync(request(call, target), info -> new LimitedBody(most));
        try {
            HttpResponse<LimitedBody.Content> told = response.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return new Answer(call, told.statusCode(), told.headers(), told.body());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            response.cancel(true); // closes the connection, unless all is over
        }
    }

    private HttpRequest request(Call call, Target target) {
        BodyPublisher body = call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body());
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(target.pinned(call.uri())).method(call.method(), body);
            call.sent().forEach(request::setHeader);
            return request.setHeader("Host", Target.hostHeader(call.uri())).build();
        } catch (IllegalArgumentException e) {
            throw errors.badRequest(call, e);
        }
    }
}
