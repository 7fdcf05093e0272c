package io.leat.core.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** A job file as read: the job it declares, or everything that is wrong with it, each at its line. */
public final class JobFile {
    private final String fileName;
    private final ObjectNode json;
    private final List<Problem> errors;
    private final List<Problem> warnings;

    private JobFile(String fileName, ObjectNode json, List<Problem> errors, List<Problem> warnings) {
        this.fileName = fileName;
        this.json = json;
        this.errors = List.copyOf(errors);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads a job from YAML 1.2 or JSON, as settings or as a bundle with one job. Never fails: what is wrong is told by
     * {@link #problems()}.
     */
    public static JobFile read(String text, String fileName) {
        FileReader reader = new FileReader();
        ObjectNode json = reader.read(text);
        return new JobFile(
                fileName, json, reader.problems().errors(), reader.problems().warnings());
    }

    /** Whether there is a job to run; then {@link #problems()} is empty. */
    public boolean isValid() {
        return errors.isEmpty();
    }

    /** What keeps the job from being run, in the order of the file. */
    public List<Problem> problems() {
        return errors;
    }

    /** What the reader should know, though the job can be run. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The job's settings, with all fields of the file, known or not. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /**
     * The job.
     *
     * @throws LeatException when the file has problems; it names them all
     */
    public JobSettings settings() {
        if (!isValid()) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, describe(errors));
        }

        return Json.convert(json, JobSettings.class);
    }

    private String describe(List<Problem> problems) {
        return problems.stream().map(problem -> problem.format(fileName)).collect(Collectors.joining("\n"));
    }
}
