package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.FileNotFoundException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class EndingsTest {
    @Test
    void leatsOwnMessageIsTheUsers() {
        LeatException thrown = new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE, "Column x is missing.", new IllegalStateException("deeper"));
        Finish finish = Endings.failure(thrown, false);

        assertThat(finish.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finish.message()).isEqualTo("Column x is missing.");
        assertThat(finish.trace()).contains("Caused by: java.lang.IllegalStateException: deeper");
    }

    @Test
    void elseTheFirstCauseIsToldWithoutItsFrames() {
        SparkException thrown = new SparkException(
                "Job aborted due to stage failure: Lost task 0.0\n\tat some.Frame(X.java:1)\nDriver stacktrace:",
                new FileNotFoundException("/data/x.csv (No such file)\n\tat a.b(C.java:1)"));

        assertThat(Endings.failure(thrown, false).message())
                .isEqualTo("FileNotFoundException: /data/x.csv (No such file)");
    }

    @Test
    void faultsOfTheDriverAreNotTheTasks() {
        Finish memory = Endings.failure(new RuntimeException(new OutOfMemoryError("Java heap space")), false);
        Finish stopped = Endings.failure(new IllegalStateException("SparkContext was shut down"), true);
        Finish deep = Endings.failure(new StackOverflowError(), false);

        assertThat(memory.outcome()).isEqualTo(Outcome.INTERNAL_ERROR);
        assertThat(memory.message()).isEqualTo("The driver's JVM failed: OutOfMemoryError: Java heap space");
        assertThat(stopped.outcome()).isEqualTo(Outcome.INTERNAL_ERROR);
        assertThat(stopped.message()).startsWith("Spark stopped in the driver while the task ran: ");
        assertThat(deep.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(deep.message()).isEqualTo("StackOverflowError");
    }
}
