package io.leat.jobs.jar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a program and its JARs lack of each other, in a sentence that names class and JAR. */
final class Linkage {
    private static final Pattern MEMBER = Pattern.compile("([\\w$]+(?:\\.[\\w$]+)+)\\.([\\w$<>]+)(?:\\(|'|$)");
    private static final Pattern VERSION = Pattern.compile("class file version (\\d+)\\.");
    private static final Pattern CLASS = Pattern.compile("L?([\\w$]+(?:[./][\\w$]+)*);?");

    /** The class file version of Java 0. */
    private static final int FIRST_VERSION = 44;

    private final ProgramLoader loader;

    Linkage(ProgramLoader loader) {
        this.loader = loader;
    }

    /** Null when nothing is missing, or the JVM's own words say it best. */
    @Nullable
    String sentence(Throwable thrown) {
        for (Throwable t : Trace.chain(thrown)) {
            String message = t.getMessage();
            if (message == null) {
                continue; // with what caused it
            }

            if (t instanceof UnsupportedClassVersionError) {
                return newerJava(message);
            } else if (t instanceof NoSuchMethodError || t instanceof NoSuchFieldError) {
                return noMember(t instanceof NoSuchMethodError ? "method" : "field", message);
            } else if (t instanceof NoClassDefFoundError || t instanceof ClassNotFoundException) {
                return noClass(message);
            }
        }

        return null;
    }

    private @Nullable String noClass(String message) {
        Matcher matcher = CLASS.matcher(message);
        if (!matcher.matches()) { // a class that could not be initialised, or is named with other letters
            return null;
        }

        String name = matcher.group(1).replace('/', '.');
        return "The program needs the class %s, which is neither in its JARs %s nor in Spark. %s"
                .formatted(
                        name, loader.jars(), cure(name, "Name the JAR or the Maven library that has it in libraries."));
    }

    private @Nullable String noMember(String kind, String message) {
        Matcher matcher = MEMBER.matcher(message);
        if (!matcher.find()) {
            return null;
        }

        String owner = matcher.group(1);
        String origin = loader.origin(owner).orElse("the driver");
        return "The class %s in %s has no %s %s, which the program was compiled against. %s"
                .formatted(
                        owner,
                        origin,
                        kind,
                        message.replace("'", ""),
                        cure(owner, "Put the version that the program was compiled against into libraries."));
    }

    private static String cure(String name, String otherwise) {
        return name.startsWith("scala.")
                ? "Compile the program, and take its libraries, for Scala 2.13: that is Spark's here."
                : otherwise;
    }

    private @Nullable String newerJava(String message) {
        Matcher matcher = VERSION.matcher(message);
        if (!matcher.find()) {
            return null;
        }

        String name = message.substring(0, message.indexOf(' ')).replace('/', '.');
        int here = Runtime.version().feature();
        return "The class %s in %s was compiled for Java %d, and the driver runs Java %d: compile it with --release %d."
                .formatted(
                        name,
                        loader.origin(name).orElse("the driver"),
                        Integer.parseInt(matcher.group(1)) - FIRST_VERSION,
                        here,
                        here);
    }
}
