package io.leat.jobs.http;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What goes wrong with requests, in the words users see; nothing secret stands in them. */
final class HttpErrors {
    private static final int FIRST_CHARACTERS = 300;

    private final Hidden hidden;

    HttpErrors(Hidden hidden) {
        this.hidden = hidden;
    }

    LeatException denied(URI uri, String why) {
        String place = uri.getHost() + ":" + Target.port(uri);
        return new LeatException(
                ErrorCode.PERMISSION_DENIED,
                "%s may not be connected to: %s. The administrator can allow it with LEAT_HTTP_ALLOW=%s in the environment"
                                .formatted(hidden.url(uri), why, place)
                        + " of the control plane.");
    }

    LeatException unknownHost(URI uri, Exception cause) {
        return failed(
                "The host %s of %s is not known: no address was found for it. Check its name."
                        .formatted(uri.getHost(), hidden.url(uri)),
                cause);
    }

    LeatException noAddress(String field, String text, @Nullable Exception cause) {
        return wrong(
                "%s is %s, which is no address of http or https without a user in it."
                        .formatted(field, hidden.clean(text)),
                cause);
    }

    LeatException badRequest(Call call, IllegalArgumentException cause) {
        String message = "%s cannot be sent: %s.";
        return wrong(message.formatted(request(call), hidden.clean(String.valueOf(cause.getMessage()))), cause);
    }

    LeatException notReached(Call call, Exception cause) {
        return failed("%s failed: the server cannot be reached: %s.".formatted(request(call), why(cause)), cause);
    }

    LeatException broken(Call call, Exception cause) {
        String message = "%s failed: the connection ended before the whole answer was there: %s.";
        return failed(message.formatted(request(call), why(cause)), cause);
    }

    LeatException tooSlow(Call call, Duration limit) {
        return failed("%s took longer than %s; timeout sets the limit.".formatted(request(call), words(limit)), null);
    }

    LeatException tooManyRedirects(Call call, int most) {
        return failed("%s was redirected more than %d times.".formatted(request(call), most), null);
    }

    LeatException badRedirect(Answer answer, String location) {
        return failed(
                "%s answered %d and leads to %s, which is no address of http or https."
                        .formatted(request(answer.call()), answer.status(), hidden.clean(location)),
                null);
    }

    LeatException bodyToAnotherHost(Answer answer, URI target) {
        return failed(
                "%s answered %d and would have the body sent to another host, %s. If that is right, call it by that address."
                        .formatted(request(answer.call()), answer.status(), hidden.url(target)),
                null);
    }

    LeatException unexpectedStatus(Answer answer, String expected) {
        String wait = answer.header("Retry-After")
                .map(after -> " It asks to come back after " + after + ".")
                .orElse("");
        return failed(
                "%s answered %d, and expected was %s.%s%s"
                        .formatted(request(answer.call()), answer.status(), expected, wait, excerpt(answer)),
                null);
    }

    LeatException notJson(Answer answer, String wanted, @Nullable Exception cause) {
        String type = answer.header("Content-Type").map(t -> " (" + t + ")").orElse("");
        return failed(
                "%s answered %d without JSON%s, in which %s should stand.%s"
                        .formatted(request(answer.call()), answer.status(), type, wanted, excerpt(answer)),
                cause);
    }

    LeatException tooLarge(Answer answer, String wanted) {
        return failed(
                "%s answered more than %d bytes; an answer in which %s should stand can be no larger."
                        .formatted(request(answer.call()), answer.content().size(), wanted),
                null);
    }

    LeatException nothingAt(Answer answer, String wanted, String pointer) {
        return failed(
                "%s answered %d, and nothing stands at %s, where %s should.%s"
                        .formatted(request(answer.call()), answer.status(), pointer, wanted, excerpt(answer)),
                null);
    }

    LeatException lost(Answer answer, String pointer, String value) {
        return failed(
                "%s answered that %s is %s, which fail_if names.%s"
                        .formatted(request(answer.call()), pointer, hidden.clean(value), excerpt(answer)),
                null);
    }

    LeatException notMet(Answer answer, Duration limit, String pointer, String value) {
        return failed(
                "The condition of poll was not met within %s: at last %s answered that %s is %s.%s"
                        .formatted(words(limit), request(answer.call()), pointer, hidden.clean(value), excerpt(answer)),
                null);
    }

    LeatException noToken(Answer answer) {
        return failed(
                "%s answered %d and gave no access token.%s"
                        .formatted(request(answer.call()), answer.status(), excerpt(answer)),
                null);
    }

    String request(Call call) {
        return call.method() + " " + hidden.url(call.uri());
    }

    private String excerpt(Answer answer) {
        String line = hidden.clean(answer.text()).strip().replaceAll("\\s+", " ");
        if (line.isEmpty()) {
            return answer.call().method().equals("HEAD") ? "" : " The answer is empty.";
        }

        boolean cut = line.length() > FIRST_CHARACTERS;
        return " The answer begins: " + (cut ? line.substring(0, FIRST_CHARACTERS) + "…" : line);
    }

    private String why(Exception cause) {
        String message = cause.getMessage();
        boolean silent = message == null || message.isBlank();
        return hidden.clean(silent ? cause.getClass().getSimpleName() : message);
    }

    private static String words(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? limit.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", limit.toMillis() / 1000.0);
    }

    private static LeatException failed(String message, @Nullable Exception cause) {
        return new LeatException(ErrorCode.INVALID_STATE, message, cause);
    }

    private static LeatException wrong(String message, @Nullable Exception cause) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message, cause);
    }
}
