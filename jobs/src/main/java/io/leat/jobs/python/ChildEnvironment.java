package io.leat.jobs.python;

import java.nio.file.Path;
import java.util.Map;

/** What a process that a driver starts finds in its environment: what the driver has, without what is its own. */
final class ChildEnvironment {
    private ChildEnvironment() {}

    /** Takes out the driver's id, its token, and how it was started. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("LEAT_") || name.startsWith("SPARK_CONNECT_"));
        environment.remove("SPARK_REMOTE");
        environment.remove("MASTER");
        environment.remove("PYSPARK_PYTHON");
        environment.remove("PYTHONHOME");
        environment.remove("JDK_JAVA_OPTIONS");
        environment.remove("JAVA_TOOL_OPTIONS");
    }

    /** For a program of the virtual environment that this interpreter belongs to. */
    static void python(Map<String, String> environment, Path python, Path leat) {
        Path bin = python.getParent();
        environment.merge("PATH", bin.toString(), (old, mine) -> mine + ":" + old);
        environment.merge("PYTHONPATH", leat.toString(), (old, mine) -> mine + ":" + old);
        environment.put("VIRTUAL_ENV", bin.getParent().toString());
        environment.put("PYTHONUTF8", "1");
        environment.put("TZ", "UTC");
    }
}
