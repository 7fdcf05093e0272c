package io.leat.jobs.agent;

import io.leat.core.crash.CrashPoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Counts Spark's own tasks by the job group they belong to: for progress, and to know when a group has gone quiet. */
final class SparkProgress extends SparkListener {
    private static final String GROUP = "spark.jobGroup.id";

    private final Map<String, Group> groups = new HashMap<>();
    private final Map<Integer, Group> groupByStage = new HashMap<>();
    private final Map<Integer, Job> jobs = new HashMap<>();

    private static final class Group {
        private final BiConsumer<Long, Long> watcher;
        private final Set<Integer> stages = new HashSet<>();
        private long done;
        private long total;
        private int running;
        private int activeJobs;

        private Group(BiConsumer<Long, Long> watcher) {
            this.watcher = watcher;
        }
    }

    private static final class Job {
        private final Group group;
        private final long expected;
        private final long doneBefore;

        private Job(Group group, long expected) {
            this.group = group;
            this.expected = expected;
            this.doneBefore = group.done;
        }
    }

    /** Tells {@code watcher} how many of the group's tasks are done, of how many, whenever that changes. */
    synchronized void watch(String group, BiConsumer<Long, Long> watcher) {
        groups.put(group, new Group(watcher));
    }

    synchronized void forget(String name) {
        Group group = groups.remove(name);
        if (group != null) {
            groupByStage.keySet().removeAll(group.stages);
        }
    }

    /** Waits until no Spark job or task of the group runs on any executor; says whether that came in time. */
    synchronized boolean awaitQuiet(SparkContext context, String name, long millis) throws InterruptedException {
        Marker marker = new Marker();
        context.listenerBus().post(marker);
        long end = System.nanoTime() + millis * 1_000_000;
        while (!marker.seen || isBusy(groups.get(name))) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }

            wait(left);
        }

        return true;
    }

    /** Goes through Spark's queue of events; when it comes out, all that was in the queue before has been counted. */
    private static final class Marker implements SparkListenerEvent {
        private boolean seen;

        @Override
        public boolean logEvent() {
            return false;
        }
    }

    @Override
    public synchronized void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof Marker marker) {
            marker.seen = true;
            notifyAll();
        }
    }

    private static boolean isBusy(@Nullable Group group) {
        return group != null && (group.running > 0 || group.activeJobs > 0);
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
        Properties properties = start.properties();
        Group group = properties == null ? null : groups.get(properties.getProperty(GROUP, ""));
        if (group == null) {
            return;
        }

        long expected = 0;
        for (StageInfo stage : CollectionConverters.asJava(start.stageInfos())) {
            groupByStage.put(stage.stageId(), group);
            group.stages.add(stage.stageId());
            expected += stage.numTasks();
        }

        group.activeJobs++;
        group.total += expected;
        jobs.put(start.jobId(), new Job(group, expected));
        group.watcher.accept(group.done, group.total);
    }

    /** Stages whose output was there already never ran: what is left of the job's tasks does not count any more. */
    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd end) {
        Job job = jobs.remove(end.jobId());
        if (job != null) {
            Group group = job.group;
            group.activeJobs--;
            if (group.activeJobs == 0) {
                group.total = group.done;
            } else {
                long did = Math.min(job.expected, group.done - job.doneBefore);
                group.total = Math.max(group.done, group.total - (job.expected - did));
            }

            group.watcher.accept(group.done, group.total);
            notifyAll();
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        Group group = groupByStage.get(start.stageId());
        if (group != null) {
            group.running++;
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        Group group = groupByStage.get(end.stageId());
        if (group != null) {
            CrashPoint.WHILE_READING.reach();
            group.running--;
            if (end.reason() == Success$.MODULE$) {
                group.done = Math.min(group.total, group.done + 1);
                group.watcher.accept(group.done, group.total);
            }

            notifyAll();
        }
    }
}
