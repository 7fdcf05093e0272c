package io.leat.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobFile;
import io.leat.core.json.Json;
import io.leat.notebooks.NotebookExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat export}; needs no control plane. */
@Command(name = "export", description = "Write a job as a notebook that does the same with plain PySpark and Delta.")
final class ExportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "FILE", description = "The job file, YAML or JSON.")
    String file = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "NOTEBOOK",
            description = "Where to write it, as .ipynb; by default beside the job file.")
    @Nullable
    String out;

    ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        JobFileSource source = JobFileSource.read(file, context.console().folder());
        JobFile job = JobFile.read(source.text(), source.named());
        if (!job.isValid()) {
            tellProblems(source, job);
            return Cli.WRONG;
        }

        Path target = target(source);
        String notebook = NotebookExport.toIpynb(job.settings());
        try {
            Files.writeString(target, notebook);
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The notebook %s cannot be written: %s. Name another place with --out.".formatted(target, e),
                    e);
        }
        if (context.wantsJson()) {
            context.print(Json.object().put("notebook", target.toString()));
        } else {
            context.print("Wrote " + target);
        }
        return Cli.SUCCESS;
    }

    private Path target(JobFileSource source) {
        String name = out == null ? source.path().toString().replaceFirst("\\.(ya?ml|json)$", "") + ".ipynb" : out;
        if (!name.endsWith(".ipynb")) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "--out is '%s'; only notebooks of Jupyter can be written, so it must end in .ipynb."
                            .formatted(name));
        }
        return context.console().folder().resolve(name).toAbsolutePath().normalize();
    }

    private void tellProblems(JobFileSource source, JobFile job) {
        ArrayNode problems = Json.mapper().createArrayNode();
        List.copyOf(job.problems()).forEach(problem -> problems.add(Json.tree(problem)));
        if (context.wantsJson()) {
            context.print(Json.object().set("problems", problems));
            return;
        }
        new JobProblems(source.named(), source.text(), context.console().style())
                .errors(problems)
                .forEach(context.console().err()::println);
    }
}
