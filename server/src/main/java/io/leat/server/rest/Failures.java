package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.HttpResponseException;
import io.leat.core.error.DiskTrouble;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a handler throws into the Jobs API's error body. The only place that knows HTTP numbers for codes. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** Runs end in seconds rather than minutes. */
    private static final String RETRY_SECONDS = "2";

    private Failures() {}

    static void register(RoutesConfig routes) {
        routes.exception(LeatException.class, ifThere(Failures::answer));
        routes.exception(HttpResponseException.class, ifThere(Failures::answerHttp));
        routes.exception(CompletionException.class, ifThere(Failures::answerFailed));
        routes.exception(Exception.class, ifThere(Failures::answerBug));
    }

    /**
     * Where the answer comes after its connection has ended, there is nobody to tell of it. A handler that failed on
     * such a response would be called for its own failure, without end.
     */
    private static <E extends Exception> ExceptionHandler<E> ifThere(ExceptionHandler<E> handler) {
        return (e, ctx) -> {
            if (isGone(ctx)) {
                LOG.debug("an answer came when its client was gone", e);
            } else {
                handler.handle(e, ctx);
            }
        };
    }

    /** Jetty takes a response back when its connection ends, and then refuses every call of it. */
    private static boolean isGone(Context ctx) {
        try {
            ctx.res().getStatus();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void answerFailed(CompletionException e, Context ctx) {
        if (e.getCause() instanceof LeatException cause) {
            answer(cause, ctx);
        } else {
            answerBug(e, ctx);
        }
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_PARAMETER_VALUE, INVALID_STATE, FEATURE_DISABLED, MALFORMED_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case RESOURCE_DOES_NOT_EXIST -> 404;
            case RESOURCE_ALREADY_EXISTS -> 409;
            case REQUEST_LIMIT_EXCEEDED -> 429;
            case INTERNAL_ERROR -> 500;
            case TEMPORARILY_UNAVAILABLE -> 503;
        };
    }

    /** For statuses that HTTP itself gives, where no handler was reached. */
    static String codeOf(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404, 405 -> "ENDPOINT_NOT_FOUND";
            case 429 -> "REQUEST_LIMIT_EXCEEDED";
            case 503 -> "TEMPORARILY_UNAVAILABLE";
            default -> status < 500 ? "MALFORMED_REQUEST" : "INTERNAL_ERROR";
        };
    }

    private static void answer(LeatException e, Context ctx) {
        if (e.code() == ErrorCode.REQUEST_LIMIT_EXCEEDED) {
            ctx.header("Retry-After", RETRY_SECONDS);
        }

        ctx.status(status(e.code())).json(ErrorBody.of(e.code().name(), String.valueOf(e.getMessage())));
    }

    private static void answerHttp(HttpResponseException e, Context ctx) {
        String message = e.getStatus() == 404
                ? "There is no endpoint %s %s.".formatted(ctx.method().name(), ctx.path())
                : String.valueOf(e.getMessage());
        ctx.status(e.getStatus()).json(ErrorBody.of(codeOf(e.getStatus()), message));
    }

    private static void answerBug(Exception e, Context ctx) {
        String disk = DiskTrouble.of(e);
        if (disk != null) {
            LOG.error("{} {} failed", ctx.method().name(), ctx.path(), e);
            answer(
                    new LeatException(
                            ErrorCode.TEMPORARILY_UNAVAILABLE, "The state of the workspace cannot be kept. " + disk),
                    ctx);
            return;
        }

        ctx.status(500).json(incident(ctx.method().name() + " " + ctx.path(), e));
    }

    /** For what is thrown beside exceptions, such as a lack of memory. */
    static void answerError(HttpServletResponse response, Error error) {
        response.setStatus(500);
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(Json.bytes(incident("a request", error)));
        } catch (IOException e) {
            LOG.warn("The client left before it was told", e);
        }
    }

    private static ErrorBody incident(String what, Throwable cause) {
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}: {} failed", incident, what, cause);
        return ErrorBody.of(
                ErrorCode.INTERNAL_ERROR.name(),
                "Leat failed to answer this request. The control plane's log has the details under incident " + incident
                        + ".");
    }
}
