package io.leat.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final Map<String, String> VALUES =
            Map.of("day", "2026-01-01", "mean", "x' OR '1'='1", "env", "dev", "dollar", "${spark.app.name}");

    @Test
    void bothFormsOfAParameterBecomeTexts() {
        assertThat(bound("SELECT :day, {{ day }}, '{{day}}', DATE '{{day}}', DATE :day"))
                .isEqualTo("SELECT '2026-01-01', '2026-01-01', '2026-01-01', DATE '2026-01-01', DATE '2026-01-01'");
    }

    @Test
    void aParameterMayStandWithinAText() {
        assertThat(bound("SELECT 'a/{{env}}/{{day}}.csv'")).isEqualTo("SELECT 'a/dev/2026-01-01.csv'");
    }

    @Test
    void noValueEndsItsQuotes() {
        assertThat(bound("SELECT :mean, '<{{mean}}>', \"{{mean}}\""))
                .isEqualTo("SELECT 'x\\' OR \\'1\\'=\\'1', '<x\\' OR \\'1\\'=\\'1>', \"x\\' OR \\'1\\'=\\'1\"");
        assertThat(bound("SELECT :mean", new Literals(false)))
                .isEqualTo("SELECT CAST(X'7827204f52202731273d2731' AS STRING)");
        assertThatThrownBy(() -> bound("SELECT '{{mean}}'", new Literals(false)))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "f.sql:1:9: the value of mean cannot be written in these quotes; put :mean in their place.");
    }

    @Test
    void noValueIsTakenForAVariable() {
        assertThat(bound("SELECT :dollar")).isEqualTo("SELECT '\\u0024{spark.app.name}'");
    }

    @Test
    void commentsTextsTypesAndStepsHoldNoParameters() {
        String sql = "SELECT ':day', v:day, CAST(a AS STRUCT<day:STRING>), f(x):day, a::INT -- :day {{nothing}}\n";

        assertThat(bound(sql)).isEqualTo(sql.substring(0, sql.indexOf(" --")));
    }

    @Test
    void anUnknownParameterIsToldAtItsPlaceWithTheNearest() {
        assertThatThrownBy(() -> bound("SELECT 1,\n  :dya"))
                .isInstanceOf(LeatException.class)
                .hasMessage("f.sql:2:3: there is no parameter dya; did you mean day?");
        assertThatThrownBy(() -> bound("SELECT '{{job.parameters.region}}'"))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "f.sql:1:9: there is no parameter job.parameters.region; given are day, dollar, env, mean.");
    }

    @Test
    void aValueIsNoPartOfAName() {
        assertThatThrownBy(() -> bound("SELECT * FROM {{env}}_bronze.orders"))
                .isInstanceOf(LeatException.class)
                .hasMessage("f.sql:1:15: {{env}} is joined to a name; it stands for a value. Write the whole name as"
                        + " IDENTIFIER('…' || :env).");
        assertThatThrownBy(() -> bound("SELECT * FROM `{{env}}`"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("{{env}} stands in a name");
        assertThatThrownBy(() -> bound("SELECT r'{{env}}'"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("{{env}} stands in a raw text");
    }

    @Test
    void placesLeadBackToTheFile() {
        SqlFile file = new SqlFile("f.sql", "SELECT 0;\nSELECT :day,\n '{{mean}}', oops");
        Statement statement = Splitter.split(file).get(1);
        Binding binding = Binding.of(statement, Markers.of(statement), VALUES, new Literals(true));
        int oops = binding.sql().indexOf("oops");

        assertThat(file.place(binding.origin(oops))).isEqualTo("f.sql:3:14");
        assertThat(file.place(binding.origin(2, oops - binding.sql().indexOf('\n') - 1)))
                .isEqualTo("f.sql:3:14");
        assertThat(file.place(binding.origin(1, 10))).isEqualTo("f.sql:2:8");
    }

    private static String bound(String sql) {
        return bound(sql, new Literals(true));
    }

    private static String bound(String sql, Literals literals) {
        SqlFile file = new SqlFile("f.sql", sql);
        Statement statement = Splitter.split(file).get(0);
        List<Marker> markers = Markers.of(statement);
        Markers.check(file, markers, new java.util.TreeSet<>(VALUES.keySet()));
        return Binding.of(statement, markers, VALUES, literals).sql();
    }
}
