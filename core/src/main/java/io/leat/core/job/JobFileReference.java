package io.leat.core.job;

import io.leat.core.job.Type.Kind;
import io.leat.core.value.References;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The reference page of job files, made from the model, so that it says what is read and nothing else. */
public final class JobFileReference {
    private static final List<String> DATABRICKS = List.of(
            "JobSettings",
            "Task",
            "TaskDependency",
            "ConditionTask",
            "ForEachTask",
            "RunJobTask",
            "JobParameterDefinition",
            "JobCluster",
            "ClusterSpec",
            "QueueSettings",
            "JobsHealthRules",
            "JobsHealthRule");

    private static final String START = """
            # Job files

            A job file is the YAML 1.2 (or JSON) of a Databricks job's settings, with Leat's own kinds of tasks among its
            tasks. A bundle with one job under `resources.jobs` is read as well. This page is generated from the code that
            reads job files; [job.schema.json](job.schema.json) says the same to editors. To use it, start a file with

                # yaml-language-server: $schema=<path to>/docs/reference/job.schema.json

            Paths are relative to the job file. Tables are written `schema.table`, in lower case, with letters, digits, `_`
            and `-`. Lengths of time are written as numbers with units from microseconds to weeks: `30 minutes`, `1 day 12
            hours`. Text fields take any single value as it is written, with or without quotes.

            All mistakes are told at once, each at its line. Unknown fields are refused in Leat's own blocks; elsewhere they
            are refused when they look like a misspelt or misplaced field, and else kept with a warning; fields whose names
            start with `x-` may hold what aliases use.

            """;

    private static final String DATABRICKS_START = """
            ## Databricks' settings

            All fields of the format are read, checked and kept. *Carried out*: Leat does what it says. *Kept*: a label or
            the like, of no effect by its nature. *Kept, with a warning*: it describes machines that a cloud rents out, or
            messages, which this version does not send. *Refused*: this version does not carry it out, and says so when the file is read, unless the value asks for
            nothing: the default, an empty list or mapping, a trigger that is `PAUSED`.

            """;

    private static final String REFERENCES = """
            ## References

            `{{…}}` in a text of a task stands for a value of the run. In SQL the value is bound as a parameter,
            never pasted: `day = '{{job.parameters.day}}'` compares with the value, whatever it holds. A reference in SQL
            stands for a value and cannot be part of a name. Names with other characters than letters, digits and `_` are
            back-quoted: ``{{job.parameters.`my key`}}``. A parameter's value may itself hold `{{job.…}}` and
            `{{workspace.…}}`. `{{tasks.…}}` is for tasks that this one waits for, and `{{input}}` for the nested task of a
            for-each task. Times are UTC. Braces of other content stay as they are.

            """;

    private final StringBuilder page = new StringBuilder(START);

    private JobFileReference() {}

    /** The page, as it is kept in {@code docs/reference/job-file.md}. */
    public static String markdown() {
        return new JobFileReference().write();
    }

    private String write() {
        TaskKinds.own().forEach((kind, body) -> writeOwn("## " + kind, OwnTypes.name(body)));
        page.append(REFERENCES);
        References.names().forEach(name -> page.append("- `{{").append(name).append("}}`\n"));
        page.append("\n").append(DATABRICKS_START);
        DATABRICKS.forEach(this::writeDatabricks);
        return page.toString();
    }

    private void writeOwn(String title, String typeName) {
        ObjectType object = Schema.instance().object(typeName);
        page.append(title).append("\n\n").append(object.summary()).append("\n\n");
        page.append("| field | type | default | meaning |\n|---|---|---|---|\n");
        List<Field> nested = new ArrayList<>();
        for (Field field : object.fields().values()) {
            row(name(field), type(field), byDefault(field), Meanings.of(object, field));
            if (objectIn(field.type()) != null) {
                nested.add(field);
            }
        }

        page.append("\n");
        nested.forEach(
                field -> writeOwn(title.replaceFirst("^#+ ", "### ") + "." + field.name(), objectIn(field.type())));
    }

    private void writeDatabricks(String typeName) {
        ObjectType object = Schema.instance().object(typeName);
        page.append("### ").append(title(typeName)).append("\n\n");
        page.append("| field | type | what becomes of it | meaning |\n|---|---|---|---|\n");
        object.fields().values().stream()
                .sorted(Comparator.comparing((Field field) -> Supported.verdict(typeName, field.name()))
                        .thenComparing(Field::name))
                .filter(field -> !TaskKinds.names().contains(field.name()))
                .forEach(field -> row(
                        name(field),
                        type(field),
                        Supported.becomes(typeName, field.name()),
                        Meanings.of(object, field)));
        page.append("\n");
    }

    private static String title(String typeName) {
        return switch (typeName) {
            case "JobSettings" -> "The job";
            case "Task" -> "tasks";
            case "TaskDependency" -> "tasks.depends_on";
            case "ConditionTask" -> "condition_task";
            case "ForEachTask" -> "for_each_task";
            case "RunJobTask" -> "run_job_task";
            case "QueueSettings" -> "queue";
            case "JobsHealthRules" -> "health";
            case "JobsHealthRule" -> "health.rules";
            case "JobParameterDefinition" -> "parameters";
            case "JobCluster" -> "job_clusters";
            case "ClusterSpec" -> "new_cluster";
            default -> throw new IllegalArgumentException(typeName);
        };
    }

    private void row(String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "" : " ");
        }

        page.append("|\n");
    }

    private static String name(Field field) {
        return "`" + field.name() + "`" + (field.required() ? " (required)" : "");
    }

    private static String byDefault(Field field) {
        String text = field.doc() == null ? "" : field.doc().byDefault();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String type(Field field) {
        return field.isSql() ? "SQL" + suffix(field.type()) : type(field.type(), field);
    }

    private static String suffix(Type type) {
        return switch (type.kind()) {
            case LIST -> ", a list";
            case MAP -> ", by name";
            default -> "";
        };
    }

    private static String type(Type type, Field field) {
        return switch (type.kind()) {
            case TEXT ->
                switch (field.form()) {
                    case TEXT -> "text";
                    case TABLE -> "table";
                    case DURATION -> "length of time";
                };
            case ENUM -> "`" + String.join("`, `", type.values()) + "`";
            case LIST -> "list of " + type(type.elementType(), field);
            case MAP -> type(type.elementType(), field) + " by name";
            case OBJECT -> Schema.instance().object(type.name()).own() ? "mapping, below" : type.name();
            case BOOLEAN, INT32, INT64, NUMBER, ANY ->
                type.expected().toLowerCase(Locale.ROOT).replaceFirst("^a ", "");
        };
    }

    private static String objectIn(Type type) {
        if (type.kind() == Kind.LIST || type.kind() == Kind.MAP) {
            return objectIn(type.elementType());
        }

        return type.kind() == Kind.OBJECT ? type.name() : null;
    }
}
