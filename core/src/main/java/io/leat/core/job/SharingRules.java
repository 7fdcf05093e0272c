package io.leat.core.job;

/** Whether what a job says about pools and priorities is of its form. */
final class SharingRules {
    private SharingRules() {}

    static void checkJob(Place job) {
        Place tags = job.field("tags");
        tags.node().fieldNames().forEachRemaining(name -> {
            Place tag = tags.field(name);
            if (tag.node().isTextual() && Sharing.isMistaken(name, tag.text())) {
                tag.error("%s: %s is neither a priority (a whole number) nor a claim (NAME or NAME:SLOTS)."
                        .formatted(name, tag.text()));
            }
        });
    }

    static void checkTask(Place task) {
        Place pool = task.field(OwnFields.POOL);
        Place slots = task.field(OwnFields.POOL_SLOTS);
        Bounds.atLeast(slots, 1, "1 by default");
        if (pool.node().isTextual() && !Sharing.isPoolName(pool.text())) {
            pool.error("%s is no name of a pool; write letters, digits, _ and -, at most 100.".formatted(pool.text()));
        }

        if (slots.isGiven() && !pool.isGiven()) {
            slots.refuse("pool_slots says how many slots of a pool, and the task names no pool.");
        }
    }
}
