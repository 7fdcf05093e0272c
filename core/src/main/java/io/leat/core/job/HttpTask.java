package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls an HTTP API and keeps what it answers. */
@Doc("Calls an HTTP API, waits for a condition if there is one, and keeps what it answers. A request may be sent more"
        + " than once: by a retry of the task, and, if its method may be repeated, when the server asks for it with"
        + " status 429 or 503 and Retry-After. Addresses that are not public (loopback, private, link-local) are"
        + " denied unless LEAT_HTTP_ALLOW of the control plane allows them, after each redirect too.")
public record HttpTask(
        @Doc(value = "The address, http or https.", required = true)
        String url,

        @Doc(value = "GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.", byDefault = "GET") @Nullable
        String method,

        @Doc("Headers of the request, by name. On a redirect to another host only Accept and Accept-Language go along.")
        @Nullable
        Map<String, String> headers,

        @Doc("Parameters that are added to the address, encoded.") @Nullable
        Map<String, String> query,

        @Doc("What is sent: a text as it is, anything else as JSON. Content-Type follows from that unless headers"
                + " have one.")
        @Nullable
        JsonNode body,

        @Doc("How the request is authorised; one of these. Not sent to another host that a redirect leads to.")
        @Nullable
        Auth auth,

        @Doc(
                value = "Statuses that are a success: codes, ranges or classes, such as 200, 200-204 or 2xx. With any"
                        + " other the task fails.",
                byDefault = "[2xx]")
        @Nullable
        List<String> expectedStatus,

        @Doc(
                value = "How long one request may take, from the connection to the last byte of the answer.",
                byDefault = "1 minute",
                form = Doc.Form.DURATION)
        @Nullable
        String timeout,

        @Doc("Asks again until the answer meets a condition.") @Nullable
        Poll poll,

        @Doc("Task values set from the last answer's JSON: name, then where it stands, as a JSON pointer such as"
                + " /items/0/id, or as $.items[0].id.")
        @Nullable
        Map<String, String> values) {

    /** How a request is authorised. */
    @Doc("One way to authorise a request. Take secrets by reference: {{secrets/scope/key}}.")
    public record Auth(
            @Doc("A token, sent as Authorization: Bearer.") @Nullable
            String bearer,

            @Doc("User and password, sent as Authorization: Basic.") @Nullable
            Basic basic,

            @Doc("A key in a header or in the address.") @Nullable
            ApiKey apiKey,

            @Doc("A token fetched with a client's id and secret when the task starts, and again when it has expired.")
            @Nullable
            ClientCredentials oauth2ClientCredentials) {}

    /** User and password. */
    @Doc("User and password.")
    public record Basic(
            @Doc(value = "The user.", required = true) String user,
            @Doc(value = "The password.", required = true) String password) {}

    /** A key of an API. */
    @Doc("A key of an API.")
    public record ApiKey(
            @Doc(value = "Name of the header or parameter.", required = true)
            String name,

            @Doc(value = "Where the key goes: header, or query for a parameter of the address.", byDefault = "header")
            @Nullable
            In in,

            @Doc(value = "The key.", required = true) String value) {}

    /** Where a key goes. */
    public enum In {
        @JsonProperty("header")
        HEADER,
        @JsonProperty("query")
        QUERY
    }

    /** OAuth 2.0's client credentials. */
    @Doc("OAuth 2.0's client credentials: a token for the client itself.")
    public record ClientCredentials(
            @Doc(value = "Where tokens are given out.", required = true)
            String tokenUrl,

            @Doc(value = "The client's id.", required = true)
            String clientId,

            @Doc(value = "The client's secret.", required = true)
            String clientSecret,

            @Doc("What is asked for, as the API names it.") @Nullable
            String scope) {}

    /** Asking again. */
    @Doc("Asks again until the answer meets a condition.")
    public record Poll(
            @Doc(
                    value = "How long to wait between an answer and the next request.",
                    byDefault = "10 seconds",
                    form = Doc.Form.DURATION)
            @Nullable
            String every,

            @Doc(
                    value = "How long the condition may take to be met; then the task fails.",
                    byDefault = "1 hour",
                    form = Doc.Form.DURATION)
            @Nullable
            String timeout,

            @Doc(value = "What the answer's JSON must say.", required = true)
            Until until,

            @Doc("What is asked, with GET. It stands in the first answer: a JSON pointer or $.path into its JSON, or"
                    + " header:Location for one of its headers; or it is an address. Without it, the request itself is"
                    + " sent again, which must be a GET.")
            @Nullable
            String url) {}

    /** A condition on an answer. */
    @Doc(
            "A condition on the JSON of an answer: equals, in or not_in. Values are compared as text. Where nothing stands,"
                    + " no condition is met.")
    public record Until(
            @Doc(value = "Which value: a JSON pointer such as /status, or $.status.", required = true)
            String pointer,

            @Doc("It must be this.") @Nullable String equals,
            @Doc("It must be one of these.") @Nullable List<String> in,

            @Doc("It must be there and none of these.") @Nullable
            List<String> notIn,

            @Doc("If it is one of these, the task fails at once.") @Nullable
            List<String> failIf) {

        /** Whether a value is what is waited for. */
        public boolean isMet(String value) {
            return value.equals(equals)
                    || (in != null && in.contains(value))
                    || (notIn != null && !notIn.contains(value));
        }

        /** Whether a value says that what is waited for will never come. */
        public boolean isLost(String value) {
            return failIf != null && failIf.contains(value);
        }
    }
}
