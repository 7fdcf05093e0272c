package io.leat.server.rest;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server of the control plane. Every route but the health check needs a token. */
public final class RestServer implements AutoCloseable {
    private static final int MOST_THREADS = 32;
    private static final int LEAST_THREADS = 4;
    private static final long BEAT_MILLIS = 10_000;

    /** Longer than any long poll, and than the time between two heartbeats of an event stream. */
    private static final long IDLE_MILLIS = 120_000;

    private final Javalin javalin;
    private final EventStreams streams;
    private final String host;

    private RestServer(Javalin javalin, EventStreams streams, String host) {
        this.javalin = javalin;
        this.streams = streams;
        this.host = host;
    }

    /** Returns when requests are answered. */
    public static RestServer start(RestConfig config, Ports ports) {
        EventStreams streams = new EventStreams(BEAT_MILLIS);
        Javalin javalin = Javalin.create(javalinConfig -> configure(javalinConfig, config, ports, streams));
        javalin.start();
        return new RestServer(javalin, streams, config.host());
    }

    public int port() {
        return javalin.port();
    }

    public String address() {
        return "http://" + host + ":" + port();
    }

    /** Takes no more requests and ends the open event streams. */
    @Override
    public void close() {
        streams.close();
        javalin.stop();
    }

    /** Every route there is, for the test that walks them. */
    List<Route> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> new Route(endpoint.method.name(), endpoint.path))
                .toList();
    }

    /** A method and a path with its {@code {parameters}}. */
    record Route(String method, String path) {}

    private static void configure(JavalinConfig javalin, RestConfig config, Ports ports, EventStreams streams) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.router.treatMultipleSlashesAsSingleSlash = true;
        javalin.router.javaLangErrorHandler(Failures::answerError);
        javalin.jsonMapper(new WireJson());
        listen(javalin, config);
        Gate gate = new Gate(config.clientToken(), ports.driverTokens());
        javalin.routes.before(gate::check);
        javalin.routes.beforeMatched(gate::checkMatched);
        Failures.register(javalin.routes);
        routes(ports, streams).forEach(routes -> routes.register(javalin.routes));
    }

    private static List<Routes> routes(Ports ports, EventStreams streams) {
        return List.of(
                new JobRoutes(ports.jobs(), ports.savedJobs()),
                new JobChangeRoutes(ports.savedJobs()),
                new RunRoutes(ports.jobs()),
                new FileRoutes(ports.files()),
                new FeedRoutes(ports.feed(), streams),
                new DataRoutes(ports.data()),
                new ControlRoutes(ports.control()),
                new PoolRoutes(ports.pools()),
                new OutboxRoutes(ports.outbox()),
                new SecretRoutes(ports.secrets()),
                new AgentRoutes(ports.agents()));
    }

    private static void listen(JavalinConfig javalin, RestConfig config) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("leat-http");
        threads.setDaemon(true);
        javalin.jetty.threadPool = threads;
        javalin.jetty.modifyServer(server -> server.setErrorHandler(new JsonFailures()));
        javalin.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        javalin.jetty.addConnector((server, http) -> connector(server, http, config));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, RestConfig config) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }
}
