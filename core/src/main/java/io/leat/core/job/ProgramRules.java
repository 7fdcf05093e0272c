package io.leat.core.job;

import io.leat.core.error.Nearest;
import java.util.List;
import java.util.Set;

/** What must hold for the tasks that run programs of the user's: Python, notebooks, JARs, SQL. */
final class ProgramRules {
    private static final List<String> PYTHON = List.of("spark_python_task", "python_wheel_task", "notebook_task");
    private static final Set<String> FOR_JAVA = Set.of("jar", "maven");
    private static final List<String> OF_WAREHOUSES = List.of("query", "dashboard", "alert");

    private ProgramRules() {}

    static void check(Place body, Reading reading) {
        if (!reading.isFile()) {
            return;
        }

        switch (body.name()) {
            case "sql_task" -> sql(body);
            case "spark_python_task" -> notBlank(body.field("python_file"));
            case "python_wheel_task" -> wheel(body);
            case "notebook_task" -> notBlank(body.field("notebook_path"));
            case "spark_jar_task" -> jar(body);
            default -> throw new IllegalArgumentException("no rules for " + body.name());
        }
    }

    private static void sql(Place body) {
        boolean other =
                OF_WAREHOUSES.stream().anyMatch(field -> body.field(field).isGiven());
        Place file = body.field("file");
        if (!file.isGiven() && !other && body.node().isObject()) {
            body.error("sql_task needs file, such as file: {path: report.sql}.");
        }

        notBlank(file.field("path"));
        for (Place name : body.field("parameters").fields()) {
            if (!name.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                name.refuse("A parameter of SQL is named by letters, digits and _, to stand as :name; %s is not."
                        .formatted(name.name()));
            }
        }
    }

    private static void wheel(Place body) {
        notBlank(body.field("package_name"));
        notBlank(body.field("entry_point"));
        if (!body.field("parameters").isEmpty()
                && !body.field("named_parameters").isEmpty()) {
            body.field("named_parameters")
                    .refuse("parameters and named_parameters exclude each other; give one of them.");
        }
    }

    private static void jar(Place body) {
        Place main = body.field("main_class_name");
        notBlank(main);
        if (!main.isGiven() && body.node().isObject()) {
            body.error("spark_jar_task needs main_class_name, such as main_class_name: com.example.Main.");
        }
    }

    private static void notBlank(Place text) {
        if (text.node().isTextual() && text.text().isBlank()) {
            text.error("%s is empty.".formatted(text.name()));
        }
    }

    /** Whether what a task brings along can be of use to what it does. */
    static void checkLibraries(Place task, Reading reading) {
        Place libraries = task.field("libraries");
        if (!reading.isFile()) {
            return;
        }

        boolean python = PYTHON.stream().anyMatch(kind -> task.field(kind).isGiven());
        boolean java = task.field("spark_jar_task").isGiven();
        for (Place library : libraries.elements()) {
            for (Place kind : library.fields()) {
                boolean forJava = FOR_JAVA.contains(kind.name());
                if (forJava ? !java : !python) {
                    kind.refuse("A library of kind %s is for %s alone."
                            .formatted(kind.name(), forJava ? "spark_jar_task" : String.join(", ", PYTHON)));
                }
            }
        }

        if (task.field("environment_key").isGiven() && !python && !java) {
            task.field("environment_key").refuse("An environment is for tasks that run Python or JARs alone.");
        }
    }

    /** A request may name an environment that is nowhere; its run then goes without. */
    static void checkEnvironment(Place task, JobScope job) {
        Set<String> environments = job.environments();
        Place key = task.field("environment_key");
        if (job.reading().isFile() && key.node().isTextual() && !environments.contains(key.text())) {
            String hint = Nearest.didYouMean(key.text(), environments);
            key.error("%s is no environment of this job%s".formatted(key.text(), hint.isEmpty() ? "." : hint));
        }
    }
}
