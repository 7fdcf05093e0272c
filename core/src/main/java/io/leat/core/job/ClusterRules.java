package io.leat.core.job;

import io.leat.core.error.Nearest;
import java.util.Set;

/** Whether a task can run where it says. */
final class ClusterRules {
    private ClusterRules() {}

    static void check(Place task, Set<String> clusters, Reading reading) {
        checkCluster(task.field("new_cluster"), reading);
        Place key = task.field("job_cluster_key");
        if (key.node().isTextual() && !clusters.contains(key.text())) {
            String hint = Nearest.didYouMean(key.text(), clusters);
            key.error("%s is no job cluster of this job%s".formatted(key.text(), hint.isEmpty() ? "." : hint));
        }

        if (key.isGiven() && task.field("new_cluster").isGiven()) {
            task.field("new_cluster").refuse("A task runs on a new_cluster or on a job cluster, not on both.");
        }
    }

    static void checkCluster(Place cluster, Reading reading) {
        Bounds.atLeast(cluster.field("num_workers"), 0, "0 for none");
        Place version = cluster.field("spark_version");
        if (reading.isFile() && version.node().isTextual() && !version.is(ClusterSpec.RUNTIME)) {
            version.error("spark_version %s is no runtime of this version of Leat; the one there is is %s."
                    .formatted(version.text(), ClusterSpec.RUNTIME));
        }
    }
}
