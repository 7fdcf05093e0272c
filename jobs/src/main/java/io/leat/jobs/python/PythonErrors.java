package io.leat.jobs.python;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.util.List;

/** What can be wrong with a Python task, in the words its user reads. */
final class PythonErrors {
    private PythonErrors() {}

    static LeatException noPython(String path) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                ("There is no Python on this machine: the driver looked for python3 on the path %s. Install Python %s"
                                + " or newer, or name one by the environment variable %s.")
                        .formatted(path, Interpreter.OLDEST, Interpreter.VARIABLE));
    }

    static LeatException badPython(String executable, String said) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "The Python %s cannot be used: %s. Name another by the environment variable %s."
                        .formatted(executable, said, Interpreter.VARIABLE));
    }

    static LeatException oldPython(String executable, String version) {
        return badPython(executable, "it is Python %s, and PySpark needs %s".formatted(version, Interpreter.OLDEST));
    }

    static LeatException noEnvironment(String executable, String said) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                ("The Python %s cannot make a virtual environment: %s. On Debian and Ubuntu the package python3-venv is"
                                + " needed.")
                        .formatted(executable, said));
    }

    static LeatException notInstalled(List<String> wanted, String said) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                ("The Python libraries %s cannot be installed: %s. Correct the libraries of the task, or see to it that"
                                + " pip reaches its index.")
                        .formatted(String.join(", ", wanted), said));
    }

    static LeatException unreadable(String what, String path, IOException e) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The %s %s cannot be read: %s.".formatted(what, path, e.getMessage()),
                e);
    }

    static LeatException noFile(String path, String near) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The python_file %s does not exist%s A relative path is taken from the folder of the job file."
                        .formatted(path, near.isEmpty() ? "." : near));
    }

    static LeatException noField(String kind, String field) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "The %s has no %s.".formatted(kind, field));
    }

    static LeatException noPackage() {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "The driver does not know where Leat's Python package is: the Spark setting %s is not set."
                        .formatted(PythonProcess.PACKAGE_SETTING));
    }

    static LeatException connectByOthers() {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "Python tasks need Spark Connect for themselves, and the driver has started it for others: take"
                        + " org.apache.spark.sql.connect.SparkConnectPlugin out of the Spark setting spark.plugins.");
    }

    static LeatException noCache(String folder, IOException e) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                ("Python environments cannot be kept in %s: %s. The environment variable XDG_CACHE_HOME names another"
                                + " folder.")
                        .formatted(folder, e),
                e);
    }

    static LeatException notStarted(String executable, IOException e) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "The program %s cannot be started: %s.".formatted(executable, e.getMessage()),
                e);
    }
}
