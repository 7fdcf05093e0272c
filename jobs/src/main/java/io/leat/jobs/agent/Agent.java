package io.leat.jobs.agent;

import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.crash.CrashPoint;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of a driver: says what it holds, does what it is told, until it has to leave. It knows nothing but the
 * present, so a lost answer, or a control plane that comes back elsewhere, is no special case.
 */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long LONGEST_PAUSE = 1000;
    private static final long AT_ONCE_NANOS = 50_000_000;
    private static final long LAST_WORDS_MILLIS = 3000;

    /** Why a driver leaves; the number is the exit status of its process. */
    enum Leaving {
        TOLD(0),
        ORPHANED(3),
        REFUSED(4),
        FAILED(5);

        private final int status;

        Leaving(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private final AgentSettings settings;
    private final SparkSession spark;
    private final ControlPlane controlPlane;
    private final Outbox outbox = new Outbox();
    private final SparkProgress progress = new SparkProgress();
    private final LogLines logLines = LogLines.install();
    private final DriverLog driverLog = DriverLog.install();
    private final TaskRuns runs;
    private final Queries queries;
    private final Turns turns = new Turns(this::held, this::act);
    private final Thread reporter = new Thread(this::report, "leat-reporter");
    private volatile @Nullable Thread loop;
    private volatile @Nullable Leaving leaving;
    private boolean over;

    Agent(AgentSettings settings, SparkSession spark, TaskKinds kinds, ControlPlane controlPlane) {
        this.settings = settings;
        this.spark = spark;
        this.controlPlane = controlPlane;
        this.runs = new TaskRuns(new Driver(
                settings,
                spark,
                kinds,
                controlPlane,
                outbox,
                progress,
                logLines,
                driverLog,
                numbers(settings.slots()),
                this::fail));
        this.queries = new Queries(settings, spark, controlPlane);
        spark.sparkContext().addSparkListener(progress);
        reporter.setDaemon(true);
    }

    private static BlockingQueue<Integer> numbers(int slots) {
        return new ArrayBlockingQueue<>(
                slots, false, IntStream.range(0, slots).boxed().toList());
    }

    /** Works until it has to leave; then all its task runs have been told to end. */
    Leaving live(Registration registration) {
        loop = Thread.currentThread();
        reporter.start();
        Leaving why = leaving;
        while (why == null) {
            try {
                why = loop(registration);
            } catch (InterruptedException e) {
                why = leaving;
            }
        }

        loop = null;
        LOG.info("Driver {} leaves: {}", settings.driverId(), why);
        lastWords();
        return why;
    }

    /** What is left to do when the process is told to end. */
    void terminate() {
        leave(Leaving.TOLD);
        lastWords();
    }

    /** Tells all task runs to end, and what there is to tell of them; whoever comes second waits for the first. */
    private synchronized void lastWords() {
        if (over) {
            return;
        }

        over = true;
        try {
            if (!runs.leave(LAST_WORDS_MILLIS)) {
                LOG.warn("Driver {} leaves with task runs {} untold", settings.driverId(), runs.holding());
            }
        } catch (InterruptedException e) {
            LOG.warn("Driver {} was interrupted while it left", settings.driverId());
        }

        reporter.interrupt();
        queries.close();
        logLines.remove();
        driverLog.remove();
        if (!spark.sparkContext().isStopped()) {
            spark.sparkContext().removeSparkListener(progress);
        }
    }

    private Leaving loop(Registration registration) throws InterruptedException {
        Backoff backoff = new Backoff(LONGEST_PAUSE);
        boolean registered = false;
        while (leaving == null) {
            try {
                if (!registered) {
                    controlPlane.tryOnce(Protocol.REGISTER, registration, Registered.class);
                    registered = true;
                }

                if (pollOnce(backoff)) {
                    return Leaving.TOLD;
                }
            } catch (IOException e) {
                LOG.debug("No answer from the control plane", e);
                registered = false;
                backoff.pause();
            } catch (LeatException e) {
                if (e.code() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
                    LOG.error("The control plane refuses driver {}: {}", settings.driverId(), e.getMessage());
                    return Leaving.REFUSED;
                }

                registered = false;
                backoff.pause();
            }

            if (isWithoutSpark()) {
                return Leaving.FAILED;
            }

            if (controlPlane.silence().compareTo(settings.orphanAfter()) > 0) {
                return Leaving.ORPHANED;
            }
        }

        return leaving;
    }

    /** A program that has a driver for itself may stop Spark before it ends; the driver waits for that end. */
    private boolean isWithoutSpark() {
        SparkContext context = spark.sparkContext();
        boolean alone = context.getConf().getBoolean("spark.leat.alone", false);
        return context.isStopped() && (!alone || runs.holding().isEmpty());
    }

    /** Says what is held and does what is answered; says whether to leave. */
    private boolean pollOnce(Backoff backoff) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Instructions todo = controlPlane.tryOnce(Protocol.POLL, turns.next(), Instructions.class);
        boolean any = turns.act(todo);
        if (todo.stop() && runs.holding().isEmpty()) {
            return true;
        }

        if (any || System.nanoTime() - start > AT_ONCE_NANOS) {
            backoff.reset();
        } else {
            backoff.pause();
        }

        return false;
    }

    private Poll held(long turn) {
        return new Poll(settings.driverId(), runs.holding(), runs.cancelling(), queries.answering(), turn);
    }

    private boolean act(Instructions todo) {
        if (leaving != null) {
            return false;
        }

        todo.run().forEach(assignment -> driverLog.redact(assignment.secrets()));
        boolean started = runs.start(todo.run());
        boolean cancelled = runs.cancel(todo.cancel());
        boolean asked = queries.answer(todo.queries());
        return started || cancelled || asked;
    }

    /** Tells what happened, and does what comes with the answer. */
    private void report() {
        try {
            while (true) {
                List<AgentEvent> events = outbox.take();
                Report report = new Report(settings.driverId(), events, turns.next());
                Acknowledged answer = controlPlane.ask(Protocol.REPORT, report, Acknowledged.class);
                List<AgentEvent> acknowledged = outbox.acknowledge(answer.sequence());
                if (report.tellsOfOutput()) {
                    CrashPoint.REPORT_ACKNOWLEDGED.reach();
                }

                runs.acknowledged(acknowledged);
                Instructions todo = answer.instructions();
                if (todo != null) {
                    turns.act(todo);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The reporter ends", e);
        } catch (LeatException e) {
            LOG.error("The control plane refuses the report of driver {}: {}", settings.driverId(), e.getMessage());
            leave(Leaving.REFUSED);
        }
    }

    private void fail(String message) {
        LOG.error("Driver {} cannot go on: {}", settings.driverId(), message);
        leave(Leaving.FAILED);
    }

    private void leave(Leaving why) {
        leaving = why;
        Thread waiting = loop;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
