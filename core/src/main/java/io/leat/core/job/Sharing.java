package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.schedule.Claim;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What jobs say about what they share with each other: which goes first, and what their tasks claim of pools.
 *
 * <p>A job file says {@code priority} in the job, {@code pool} and {@code pool_slots} in a task. Tools that know only
 * Databricks' fields drop these but keep tags, so the tags {@code leat.priority}, {@code leat.pool} (of all tasks) and
 * {@code leat.pool.TASK_KEY}, of the form {@code NAME} or {@code NAME:SLOTS}, say the same; a field goes before a tag.
 * What is not of its form counts as not there: by the time a task run starts it is too late to refuse it.
 */
public final class Sharing {
    static final Pattern POOL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern CLAIM = Pattern.compile("(" + POOL_NAME.pattern() + ")(?::([0-9]{1,9}))?");
    private static final String TAG = "leat.";
    private static final String POOL_TAG = TAG + OwnFields.POOL;

    private Sharing() {}

    /** Whether a pool may be called so. */
    public static boolean isPoolName(String name) {
        return POOL_NAME.matcher(name).matches();
    }

    /** Whether a tag means to say what is shared and does not. */
    static boolean isMistaken(String tag, String value) {
        boolean number = tag.equals(TAG + OwnFields.PRIORITY);
        boolean claim = tag.equals(POOL_TAG) || tag.startsWith(POOL_TAG + ".");
        return (number && !NUMBER.matcher(value).matches())
                || (claim && !CLAIM.matcher(value).matches());
    }

    /** The higher goes first; 0 when the job says nothing. */
    public static int priority(JobSettings job) {
        Optional<Integer> field = number(job.more().get(OwnFields.PRIORITY));
        @Nullable String tag = job.tags().get(TAG + OwnFields.PRIORITY);
        return field.or(() -> number(tag == null ? null : TextNode.valueOf(tag)))
                .orElse(0);
    }

    /** What a task run of the task takes of a pool while it runs. */
    public static Optional<Claim> claim(JobSettings job, Task task) {
        @Nullable JsonNode pool = task.more().get(OwnFields.POOL);
        if (pool != null && isPoolName(pool.asText())) {
            int slots = number(task.more().get(OwnFields.POOL_SLOTS)).orElse(1);
            return Optional.of(new Claim(pool.asText(), Math.max(1, slots)));
        }

        Map<String, String> tags = job.tags();
        return claim(tags.get(POOL_TAG + "." + task.taskKey())).or(() -> claim(tags.get(POOL_TAG)));
    }

    private static Optional<Claim> claim(@Nullable String tag) {
        return Optional.ofNullable(tag)
                .map(CLAIM::matcher)
                .filter(Matcher::matches)
                .map(found -> {
                    String slots = found.group(2);
                    return new Claim(found.group(1), slots == null ? 1 : Math.max(1, Integer.parseInt(slots)));
                });
    }

    /** The API takes numbers as text too. */
    private static Optional<Integer> number(@Nullable JsonNode node) {
        return Optional.ofNullable(node)
                .map(JsonNode::asText)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Integer::valueOf);
    }
}
