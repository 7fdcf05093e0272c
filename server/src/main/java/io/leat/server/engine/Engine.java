package io.leat.server.engine;

import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.run.Command;
import io.leat.core.run.Event;
import io.leat.core.run.RunMachine;
import io.leat.core.run.TaskRun;
import io.leat.core.value.RunFacts;
import io.leat.core.value.Secrets;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.rest.AgentApi;
import io.leat.server.rest.ControlApi;
import io.leat.server.rest.DataApi;
import io.leat.server.rest.FilesApi;
import io.leat.server.rest.JobsApi;
import io.leat.server.rest.OutboxApi;
import io.leat.server.rest.PoolsApi;
import io.leat.server.rest.RunFeedApi;
import io.leat.server.rest.SavedJobsApi;
import io.leat.server.store.Store;
import io.leat.server.store.Tables;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The parts of the engine and how they hang together. What it acknowledges is durable. */
public final class Engine implements AutoCloseable {
    private final Store store;
    private final Loop loop;
    private final Runs runs;
    private final RunQueue queue;
    private final ChildRuns children;
    private final OwnWork ownWork;
    private final RunTimers runTimers;
    private final Drivers drivers;
    private final Asks asks = new Asks();
    private final Feed feed;
    private final Timers timers;
    private final TaskLogs logs;
    private final Starter starter;
    private final SavedJobs savedJobs;
    private final AgentDesk agents;
    private final Catalog catalog;
    private final RunViews views;
    private final PoolDesk pools;
    private final OutboxDesk outbox;
    private final Health health;
    private final Machine machine;
    private volatile long lastAsked = System.nanoTime();

    private Engine(Builder builder) {
        store = builder.store;
        machine = builder.machine;
        AtomicLong ids = new AtomicLong(lastId(store));
        timers = new Timers(machine);
        logs = new TaskLogs(builder.workspace.taskLogs());
        Fleet fleet = new Fleet(
                builder.settings, builder.launcher, builder.driverTokens, builder.workspace.driverLogs(), machine);
        loop = new Loop(store, machine, new Around());
        feed = new Feed(loop, store);
        RunValues values = new RunValues(
                new RunFacts.Workspace(
                        store.workspaceId(), builder.workspace.root().toUri().toString()),
                builder.secrets);
        drivers = new Drivers(new Assignments(values), fleet, asks, loop, timers);
        runs = new Runs(new RunMachine(ids::incrementAndGet), new Wishes());
        drivers.attach(runs);
        queue = new RunQueue(runs, loop, timers, builder.settings.activeRuns());
        RunStart start = new RunStart(runs, queue, ids);
        children = new ChildRuns(runs, start, queue);
        ownWork = new OwnWork(loop, timers, runs, values, children);
        runTimers = new RunTimers(machine, timers, loop, runs, ownWork, children);
        Reports reports = new Reports(runs, drivers, feed, logs);
        starter = new Starter(loop, start, ids);
        savedJobs = new SavedJobs(loop, store, starter, ids, queue, this::cancel);
        agents = new AgentDesk(
                loop,
                drivers,
                reports,
                new Batches(runs, machine::unique),
                asks,
                new Lookups(runs, builder.secrets),
                store.workspaceId());
        catalog = new Catalog(store, this::ask, new Audits(store, loop, this::ask));
        health = new Health(runs, loop, timers);
        outbox = new OutboxDesk(store, loop);
        pools = new PoolDesk(loop, runs, drivers.readyTasks());
        views = new RunViews(store, logs, starter, new Repairs(loop, runs, ids), this::cancel, pools::waits);
    }

    /** What an engine is made from. */
    public record Builder(
            Store store,
            Workspace workspace,
            Settings settings,
            DriverLauncher launcher,
            DriverTokens driverTokens,
            Secrets secrets,
            Machine machine) {
        /** On a machine with threads. */
        public Builder(
                Store store,
                Workspace workspace,
                Settings settings,
                DriverLauncher launcher,
                DriverTokens driverTokens,
                Secrets secrets,
                LongSupplier clock) {
            this(store, workspace, settings, launcher, driverTokens, secrets, Machine.threaded(clock));
        }

        /** Starts the engine; runs that had not ended go on. */
        public Engine start() {
            Engine engine = new Engine(this);
            engine.begin();
            return engine;
        }
    }

    private static long lastId(Store store) {
        return store.read(tables -> Math.max(
                tables.jobs().lastId(),
                Math.max(
                        tables.repairs().lastId(),
                        Math.max(tables.runs().lastId(), tables.taskRuns().lastId()))));
    }

    private void begin() {
        loop.start();
        loop.call(step -> {
            step.movedMemory();
            reload(step);
            return true;
        });
    }

    private void reload(Step step) {
        runs.reload(step);
        drivers.reload(step);
        queue.reload(step);
        runTimers.reload(step);
    }

    private CompletableFuture<QueryResult> ask(Query query) {
        lastAsked = System.nanoTime();
        CompletableFuture<QueryResult> answer = new CompletableFuture<>();
        loop.submit(step -> {
                    asks.add(query, answer);
                    return true;
                })
                .whenComplete((added, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    private void cancel(long runId) {
        loop.call(step -> {
            Optional<ActiveRun> ofTask = runs.findByTask(runId);
            if (ofTask.isPresent()) {
                runs.fire(step, ofTask.get(), Event.cancelTask(runId));
            } else {
                children.cancel(step, runId);
            }

            return true;
        });
    }

    public FilesApi files() {
        return starter;
    }

    public AgentApi agents() {
        return agents;
    }

    public DataApi data() {
        return catalog;
    }

    public OutboxApi outbox() {
        return outbox;
    }

    public PoolsApi pools() {
        return pools;
    }

    public JobsApi jobs() {
        return views;
    }

    public SavedJobsApi savedJobs() {
        return savedJobs;
    }

    public RunFeedApi runFeed() {
        return new RunFeedApi() {
            @Override
            public Subscription subscribe(long runId, long after, Consumer<RunEvent> consumer) {
                return feed.subscribe(runId, after, consumer);
            }

            @Override
            public InputStream log(long taskRunId, long offset) {
                return logs.read(taskRunId, offset);
            }
        };
    }

    /** Carries a change of the store to the engine's thread. */
    public boolean write(Function<Tables, Boolean> work) {
        return loop.call(step -> work.apply(step.tables()));
    }

    /** How busy the engine is, and with which drivers. */
    public Activity activity() {
        return loop.call(step -> new Activity(
                runs.size(),
                feed.isWatched(),
                drivers.all().stream().map(Driver::view).toList()));
    }

    /** What goes on. */
    public record Activity(int activeRuns, boolean watched, List<ControlApi.Driver> drivers) {
        public Activity {
            drivers = List.copyOf(drivers);
        }

        /** Whether no driver holds anything. */
        public boolean allIdle() {
            return drivers.stream().allMatch(driver -> driver.idleSince() != null);
        }
    }

    /** When a client last asked for something to be done, as {@link System#nanoTime}. */
    public long lastAsked() {
        return lastAsked;
    }

    /** Tells drivers that have been idle for so long to leave. */
    public void dismissIdle(long millis) {
        new Dismissals(loop, drivers).idle(millis);
    }

    /** Tells all drivers to leave and kills those that have not after a while. */
    public void dismissAll(long patienceMillis) {
        new Dismissals(loop, drivers).all(patienceMillis);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Around implements Loop.Hooks {
        @Override
        public void beforeCommit(Step step) {
            drivers.dispatch(step);
        }

        @Override
        public void committed(Step step) {
            feed.publish(step.events());
        }

        @Override
        public void reload(Step step) {
            Engine.this.reload(step);
        }
    }

    private final class Wishes implements Runs.Commands {
        @Override
        public void assign(Step step, ActiveRun run, TaskRun taskRun) {
            drivers.ready(step, run, taskRun);
        }

        @Override
        public void own(Step step, ActiveRun run, TaskRun taskRun) {
            ownWork.ready(step, run, taskRun);
        }

        @Override
        public void cancel(Step step, ActiveRun run, TaskRun taskRun) {
            if (taskRun.childRunId() != 0) {
                children.cancel(step, taskRun.childRunId());
            } else {
                drivers.cancel(step, taskRun);
            }
        }

        @Override
        public void entered(Step step, ActiveRun run) {
            health.watch(step, run);
        }

        @Override
        public void moved(Step step, ActiveRun run, TaskRun taskRun) {
            health.moved(step, run, taskRun);
            if (taskRun.state().isTerminal()) {
                drivers.ended(taskRun);
            }
        }

        @Override
        public void timer(Step step, ActiveRun run, Command command) {
            step.after(() -> runTimers.time(run.runId(), command.at(), Timers.event(command)));
        }

        @Override
        public void ended(Step step, ActiveRun run) {
            children.ended(step, run.row(), run.run().status());
            queue.goOn(step, run.row().jobId());
        }
    }
}
