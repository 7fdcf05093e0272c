package io.leat.notebooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.graph.TaskGraph;
import io.leat.core.job.JobSettings;
import io.leat.core.job.RunIf;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a job as a notebook that does the same with plain PySpark and Delta. */
public final class NotebookExport {
    private final JobSettings job;
    private final Python python;
    private final Map<String, TaskCells> kinds;

    private NotebookExport(JobSettings job, Variables variables) {
        this.job = job;
        this.python = new Python(variables);
        this.kinds = new LinkedHashMap<>();
        kinds.put("ingest_task", new IngestCells(python));
        kinds.put("match_task", new MatchCells(python));
        kinds.put("features_task", new FeaturesCells(python));
        kinds.put("persist_task", new PersistCells(python));
        kinds.put("train_task", new TrainCells(python));
    }

    /**
     * The job as a Jupyter notebook, nbformat 4.5. The same job gives the same text.
     *
     * @throws LeatException when no cells can be written for a task
     */
    public static String toIpynb(JobSettings job) {
        Variables variables = new Variables(job);
        List<Cell> cells = new NotebookExport(job, variables).cells(variables);
        ObjectNode notebook = Json.object();
        ArrayNode list = notebook.putArray("cells");
        cells.forEach(cell -> list.add(cell.json()));
        ObjectNode metadata = notebook.putObject("metadata");
        metadata.putObject("kernelspec").put("display_name", "Python 3").put("name", "python3");
        metadata.putObject("language_info").put("name", "python");
        notebook.put("nbformat", 4).put("nbformat_minor", 5);
        return print(notebook);
    }

    private List<Cell> cells(Variables variables) {
        List<Cell> sections = new ArrayList<>();
        List<Task> tasks = inOrder();
        for (int i = 0; i < tasks.size(); i++) {
            sections.addAll(section(tasks.get(i), i + 1));
        }

        // The parameters come last to be written and first to be read: sections name the references they use.
        List<Cell> cells = new ArrayList<>();
        cells.add(FrameCells.title(job));
        cells.add(FrameCells.parameters(variables));
        cells.add(FrameCells.session(job));
        cells.addAll(sections);
        cells.add(FrameCells.checksText());
        cells.add(FrameCells.checks(python.list(targets(tasks))));
        return cells;
    }

    private List<Task> inOrder() {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        job.tasks().forEach(task -> dependencies.put(task.taskKey(), task.dependencies()));
        return TaskGraph.of(dependencies).order().stream().map(job.tasks()::get).toList();
    }

    private List<Cell> section(Task task, int number) {
        TaskCells kind = kinds.get(task.kind());
        if (kind == null) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Task %s is a %s, which cannot be written as notebook cells; only these can: %s."
                            .formatted(task.taskKey(), task.kind(), String.join(", ", kinds.keySet())));
        }

        requireUnconditional(task);
        TaskCells.Section section = kind.section(task);
        String purpose = task.description() == null ? "" : task.description() + "\n\n";
        String heading = "## " + number + ". " + task.taskKey() + "\n\n" + purpose;
        return List.of(
                Cell.markdown("task-" + number + "-about", heading + section.about())
                        .of(task.taskKey()),
                Cell.code("task-" + number, section.code()).of(task.taskKey()));
    }

    /** A notebook's cells run one after the other, and each only after all before it. */
    private static void requireUnconditional(Task task) {
        if (task.isDisabled() || task.runsIf() != RunIf.ALL_SUCCESS) {
            String why = task.isDisabled() ? "is disabled" : "runs if " + task.runsIf();
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Task %s %s, which cannot be written as notebook cells; take that out of the job to export it."
                            .formatted(task.taskKey(), why));
        }
    }

    private static List<String> targets(List<Task> tasks) {
        return tasks.stream()
                .filter(task -> task.body().has("target"))
                .map(task -> task.body().get("target").asText())
                .toList();
    }

    /** As Jupyter writes it: indented by one, no space before a colon. */
    private static String print(ObjectNode notebook) {
        DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator(""))
                .withObjectIndenter(indenter);
        printer.indentArraysWith(indenter);
        try {
            return Json.mapper().writer(printer).writeValueAsString(notebook) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
