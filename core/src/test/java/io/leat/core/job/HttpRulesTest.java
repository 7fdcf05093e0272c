package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRulesTest {
    /** Of a task with this body, which starts on line 5. */
    private static List<String> toldOf(String body) {
        return told("""
                parameters: [{name: id, default: 1}]
                tasks:
                  - task_key: call
                    http_task:
                """ + body.indent(6));
    }

    @Test
    void aGoodTaskIsFine() {
        assertThat(toldOf("""
                url: https://api.example.com/v1/jobs/{{job.parameters.id}}
                method: POST
                headers: {X-Trace: "{{job.run_id}}"}
                query: {page: 1}
                body: {id: "{{job.parameters.id}}", tags: [a, 2, true]}
                auth:
                  oauth2_client_credentials:
                    token_url: https://login.example.com/token
                    client_id: me
                    client_secret: "{{secrets/api/secret}}"
                expected_status: [200, 201-204, 3xx]
                timeout: 30 seconds
                poll: {every: 5 seconds, url: header:Location, until: {pointer: $.state, in: [done], fail_if: [failed]}}
                values: {rows: $.result.rows}
                """)).isEmpty();
    }

    @Test
    void whatCannotBeSentIsToldAtItsPlace() {
        assertThat(toldOf("""
                url: ftp://files.example.com/a
                method: FETCH
                headers: {Host: a, Authorization: b}
                auth: {bearer: x, basic: {user: u, password: p}}
                expected_status: [600, 204-200]
                timeout: soon
                values: {a: "$.x[*]"}
                """))
                .containsExactly(
                        "job.yaml:5:12: url must be a whole address, such as https://api.example.com/v1/items.",
                        "job.yaml:6:15: FETCH is no method of HTTP that can be used here; use DELETE, GET, HEAD,"
                                + " OPTIONS, PATCH, POST, PUT.",
                        "job.yaml:7:17: The header Host is set by Leat; leave it out.",
                        "job.yaml:7:26: Both auth and the header Authorization say how the request is authorised; give one.",
                        "job.yaml:8:13: auth needs exactly one of bearer, basic, api_key and oauth2_client_credentials.",
                        "job.yaml:9:25: \"600\" is no status; write a code such as 200, a range such as 200-204, or 2xx.",
                        "job.yaml:9:30: \"204-200\" is no status; write a code such as 200, a range such as 200-204, or 2xx.",
                        "job.yaml:10:16: timeout: \"soon\" is not a length of time such as 30 minutes or 7 days.",
                        "job.yaml:11:19: \"$.x[*]\" does not say where a value stands; write a JSON pointer such as"
                                + " /items/0/id, or $.items[0].id.");
    }

    @Test
    void whatWouldDoHarmIsRefused() {
        assertThat(toldOf("{url: 'https://u:p@a.example.com/'}"))
                .containsExactly(
                        "job.yaml:5:13: url holds a user or password; give them as auth.basic, with the password from a"
                                + " secret.");
        assertThat(toldOf("{url: 'https://a.example.com/', body: x}"))
                .containsExactly("job.yaml:5:39: A GET request has no body; is it a POST?");
        assertThat(toldOf("{url: 'https://a.example.com/', method: POST, poll: {until: {pointer: /a, equals: b}}}"))
                .containsExactly(
                        "job.yaml:5:59: poll would send the POST again and again; give it url, where the first answer"
                                + " says what to ask.");
        assertThat(toldOf("{url: 'https://a.example.com/', poll: {until: {pointer: /a, equals: b, in: [c]}}}"))
                .containsExactly("job.yaml:5:53: until needs exactly one of equals, in and not_in.");
        assertThat(toldOf("{url: 'https://a.example.com/', body: {a: '{{job.parameters.ix}}'}, method: PUT}"))
                .singleElement()
                .asString()
                .startsWith("job.yaml:5:49: ")
                .contains("ix");
    }

    @ParameterizedTest
    @CsvSource({"200, true", "204, true", "299, true", "199, false", "301, false", "404, true", "500, false"})
    void statusesAreCodesRangesAndClasses(int status, boolean expected) {
        assertThat(ExpectedStatus.of(List.of("2xx", "404", "410 - 415")).has(status))
                .isEqualTo(expected);
        assertThat(ExpectedStatus.of(null).has(status)).isEqualTo(expected && status != 404);
    }

    @Test
    void nonsenseIsNoStatus() {
        assertThatThrownBy(() -> ExpectedStatus.of(List.of("2x"))).isInstanceOf(LeatException.class);
    }
}
