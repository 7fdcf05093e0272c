package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.Libraries;
import io.leat.core.cluster.Libraries.Maven;
import io.leat.core.cluster.Libraries.PyPi;
import io.leat.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskLibrariesTest {
    private static Libraries of(String task) {
        JobSettings job = Json.read("""
                {"environments": [
                   {"environment_key": "other", "spec": {"dependencies": ["z"]}},
                   {"environment_key": "base", "spec": {"dependencies": ["x==1", "-r r.txt"],
                                                        "java_dependencies": ["b.jar"]}}],
                 "tasks": [{"task_key": "a", %s}]}""".formatted(task), JobSettings.class);
        return TaskLibraries.of(job, job.tasks().get(0));
    }

    @Test
    void areThoseOfTheTaskAndOfItsEnvironment() {
        assertThat(of("""
                "environment_key": "base", "libraries": [
                  {"pypi": {"package": "p==2", "repo": "r"}}, {"pypi": {"package": "q"}}, {"whl": "w.whl"},
                  {"requirements": "req.txt"}, {"jar": "a.jar"},
                  {"maven": {"coordinates": "g:a:1", "exclusions": ["g:b"]}}]"""))
                .isEqualTo(new Libraries(
                        List.of(new PyPi("p==2", "r"), new PyPi("q", null)),
                        List.of("req.txt"),
                        List.of("w.whl"),
                        List.of("a.jar", "b.jar"),
                        List.of(new Maven("g:a:1", null, List.of("g:b"))),
                        List.of("x==1", "-r r.txt")));
    }

    @Test
    void areNoneWhereNoneAreNamed() {
        assertThat(of("\"description\": \"d\"")).isEqualTo(Libraries.NONE);
        assertThat(of("\"environment_key\": \"gone\", \"libraries\": null")).isEqualTo(Libraries.NONE);
    }
}
