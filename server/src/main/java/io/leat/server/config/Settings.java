package io.leat.server.config;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be set for a control plane, by environment variables {@code LEAT_…}.
 *
 * @param idle after which the control plane and its drivers leave ({@code LEAT_IDLE_MINUTES}); zero for never
 * @param master where drivers run unless a run says otherwise ({@code LEAT_MASTER})
 * @param driverMegabytes heap of one driver ({@code LEAT_DRIVER_MEMORY}, such as {@code 2g})
 * @param budgetMegabytes heap of all drivers together ({@code LEAT_MEMORY_BUDGET})
 * @param warehouse where tables are, if not in the workspace ({@code LEAT_WAREHOUSE}); else empty
 * @param sparkUi whether drivers serve Spark's own pages ({@code LEAT_SPARK_UI})
 * @param silence after which a driver that is not heard of is killed ({@code LEAT_SILENCE_SECONDS})
 * @param activeRuns how many runs may go on at once, those that tasks of other runs wait for not counted
 *     ({@code LEAT_ACTIVE_RUNS})
 * @param httpAllow what tasks may connect to over HTTP though it is not public, as {@code host:port} and blocks of
 *     addresses such as {@code 10.0.0.0/8}, parted by commas ({@code LEAT_HTTP_ALLOW})
 */
public record Settings(
        Duration idle,
        String master,
        long driverMegabytes,
        long budgetMegabytes,
        String warehouse,
        boolean sparkUi,
        Duration silence,
        int activeRuns,
        String httpAllow) {
    private static final Pattern MEMORY = Pattern.compile("(\\d+)([mg])b?");
    private static final long DEFAULT_DRIVER_MEGABYTES = 2048;
    private static final long ACTIVE_RUNS = 2_000;
    private static final long LEAST_DRIVER_MEGABYTES = 1024;

    public static Settings read(Map<String, String> environment) {
        long machine = machineMegabytes();
        long usual = Math.max(LEAST_DRIVER_MEGABYTES, Math.min(DEFAULT_DRIVER_MEGABYTES, machine / 4));
        long driver = memory(environment, "LEAT_DRIVER_MEMORY", usual);
        return new Settings(
                Duration.ofMinutes(number(environment, "LEAT_IDLE_MINUTES", 15)),
                environment.getOrDefault("LEAT_MASTER", "local[*]"),
                driver,
                memory(environment, "LEAT_MEMORY_BUDGET", Math.max(driver, machine / 2)),
                environment.getOrDefault("LEAT_WAREHOUSE", ""),
                "true".equals(environment.get("LEAT_SPARK_UI")),
                Duration.ofSeconds(number(environment, "LEAT_SILENCE_SECONDS", 60)),
                Math.toIntExact(Math.max(1, number(environment, "LEAT_ACTIVE_RUNS", ACTIVE_RUNS))),
                environment.getOrDefault("LEAT_HTTP_ALLOW", ""));
    }

    /** The driver's heap as Java's {@code -Xmx} takes it. */
    public String driverMemory() {
        return driverMegabytes + "m";
    }

    private static long number(Map<String, String> environment, String name, long usual) {
        String text = environment.get(name);
        if (text == null || text.isBlank()) {
            return usual;
        }
        if (!text.matches("\\d{1,9}")) {
            throw wrong(name, text, "a whole number, such as " + usual);
        }
        return Long.parseLong(text);
    }

    private static long memory(Map<String, String> environment, String name, long usual) {
        String text = environment.get(name);
        if (text == null || text.isBlank()) {
            return usual;
        }
        Matcher matcher = MEMORY.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(name, text, "an amount of memory such as 2g or 1500m");
        }
        long amount = Long.parseLong(matcher.group(1));
        return "g".equals(matcher.group(2)) ? amount * 1024 : amount;
    }

    private static LeatException wrong(String name, String text, String expected) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The environment variable %s is '%s'; it must be %s.".formatted(name, text, expected));
    }

    private static long machineMegabytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / (1024 * 1024)
                : 4 * DEFAULT_DRIVER_MEGABYTES;
    }
}
