package io.leat.jobs.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.HttpTask;
import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * {@code http_task}: calls an API and keeps what it answers. At least once: a task run that is tried again sends its
 * request again.
 */
public final class Http implements DataTask {
    /** What the administrator allows beyond public addresses; a setting of the driver, which no task can change. */
    private static final String ALLOW = "spark.leat.http.allow";

    /** To be called before the JVM's first use of HTTP. */
    public static void prepare() {
        PinnedClients.mayNameHost();
    }

    @Override
    public void run(TaskContext context) throws InterruptedException {
        HttpTask task = Json.convert(context.assignment().body(), HttpTask.class);
        String allow = context.spark().sparkContext().getConf().get(ALLOW, "");
        Hidden hidden = new Hidden();
        context.assignment().secrets().forEach(hidden::add);
        HttpErrors errors = new HttpErrors(hidden);
        Guard guard = new Guard(Allowed.of(allow), host -> List.of(InetAddress.getAllByName(host)), errors);
        Requests requests = new Requests(guard, new PinnedClients(tls()), errors);
        new HttpRun(task, requests, hidden, errors, telling(context)).run();
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static Listener telling(TaskContext context) {
        return new Listener() {
            @Override
            public void activity(String words) {
                context.activity(words);
            }

            @Override
            public void log(String line) {
                context.log(line);
            }

            @Override
            public void value(String name, JsonNode value) {
                context.value(name, value);
            }

            @Override
            public void output(ObjectNode output) {
                context.output(output);
            }
        };
    }
}
