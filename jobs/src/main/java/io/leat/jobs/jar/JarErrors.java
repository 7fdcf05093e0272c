package io.leat.jobs.jar;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import java.util.List;

/** What is wrong with a JAR task's own words; see {@link Uncaught} for what goes wrong in the program. */
final class JarErrors {
    private static final String MAIN = "spark_jar_task.main_class_name: ";
    private static final int MOST_NAMES = 10;

    private JarErrors() {}

    static LeatException missing(String given, String path, List<String> neighbours) {
        String name = given.substring(given.lastIndexOf('/') + 1);
        String where = path.equals(given) ? "" : " (it would be %s)".formatted(path);
        return wrong("libraries: the JAR %s does not exist%s%s Build it, or correct its path."
                .formatted(given, where, question(Nearest.didYouMean(name, neighbours))));
    }

    static LeatException unreadable(String given, Exception cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "libraries: the JAR %s cannot be read: %s".formatted(given, said(cause)),
                cause);
    }

    static LeatException notAJar(String given, Exception cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "libraries: %s is not a JAR, or is not whole: %s. Build it again, or correct its path."
                        .formatted(given, cause.getMessage()),
                cause);
    }

    static LeatException notResolved(String coordinates, String why, Exception cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "libraries: the Maven library %s cannot be resolved: %s".formatted(coordinates, why),
                cause);
    }

    static LeatException noMainClassName(List<String> mains) {
        return wrong(MAIN + "the class to run is not named" + having(mains));
    }

    static LeatException noSuchClass(String name, List<ProgramJar> jars, List<String> mains) {
        if (jars.isEmpty()) {
            return wrong(MAIN
                    + "there is no class %s, and the task has no JARs. Name the JAR that has it in libraries."
                            .formatted(name));
        }

        String simple = name.substring(name.lastIndexOf('.') + 1);
        String hint = mains.stream()
                .filter(main -> main.substring(main.lastIndexOf('.') + 1).equalsIgnoreCase(simple))
                .findFirst()
                .map("; did you mean %s?"::formatted)
                .orElseGet(() -> Nearest.didYouMean(name, mains));
        return wrong(
                MAIN + "there is no class %s in %s%s".formatted(name, jars, hint.isEmpty() ? having(mains) : hint));
    }

    static LeatException noMain(String name, String origin, boolean instance) {
        String what = instance ? "is not static" : "is missing";
        return wrong(MAIN
                + "the method public static void main(String[] args) of class %s in %s %s."
                        .formatted(name, origin, what));
    }

    private static String having(List<String> mains) {
        if (mains.isEmpty()) {
            return "; no class of the JARs has a main method.";
        }

        String more = mains.size() > MOST_NAMES ? " and " + (mains.size() - MOST_NAMES) + " more" : "";
        return "; these have a main method: " + String.join(", ", mains.subList(0, Math.min(MOST_NAMES, mains.size())))
                + more + ".";
    }

    private static String question(String hint) {
        return hint.isEmpty() ? "." : hint;
    }

    private static String said(Exception cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    private static LeatException wrong(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
