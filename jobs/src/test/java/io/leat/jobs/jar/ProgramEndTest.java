package io.leat.jobs.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.testing.RecordingContext;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How programs end, and what their users are told. */
@Timeout(120)
class ProgramEndTest {
    @TempDir
    Path root;

    private Programs programs;

    @BeforeEach
    void givenAWorkspace() {
        programs = new Programs(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(0);",
                "Runtime.getRuntime().halt(0);",
                "scala.sys.package$.MODULE$.exit(0);",
                "scala.sys.package$.MODULE$.exit();",
                "java.util.function.IntConsumer end = System::exit; end.accept(0);",
                "java.util.function.IntConsumer end = Runtime.getRuntime()::exit; end.accept(0);",
                "Thread t = new Thread(() -> System.exit(0)); t.start(); t.join();",
                "new Thread(() -> System.exit(0)).start(); return;"
            })
    void anExitWithZeroIsSuccess(String statement) throws Exception {
        RecordingContext context = programs.run("com.acme.Zero", """
                System.out.println("before");
                try { if (args.length == 0) { %s } }
                catch (Throwable t) { System.out.println("caught"); }
                finally { System.out.println("finally"); }
                """.formatted(statement));
        assertThat(context.logLines()).contains("before").doesNotContain("caught");
    }

    @ParameterizedTest
    @CsvSource({
        "System.exit(3);, 3",
        "Runtime.getRuntime().exit(4);, 4",
        "List.of(5).forEach(System::exit);, 5",
        "scala.sys.package$.MODULE$.exit(-1);, -1"
    })
    void anyOtherExitIsAFailure(String statement, int status) {
        RecordingContext context = programs.given("com.acme.Other", "try { " + statement + """
                } finally { System.exit(9); }
                """);
        ProgramFailure failure = failure(context);
        assertThat(failure)
                .hasMessage(
                        "com.acme.Other ended itself with System.exit(%d), which means that it failed; what it printed"
                                        .formatted(status)
                                + " may say why. (Other.java:7)");
        assertThat(failure.trace()).contains("\tat com.acme.Other.main(Other.java:7)");
    }

    @Test
    void anExitInASparkTaskEndsTheProgram() {
        RecordingContext context = programs.given("com.acme.InTask", """
                SparkSession spark = SparkSession.builder().getOrCreate();
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(1), 1)
                    .foreach(n -> System.exit(6));
                """);
        assertThat(failure(context)).hasMessageStartingWith("com.acme.InTask ended itself with System.exit(6)");
    }

    @Test
    void aHandlerOfTheProgramsIsAsked() {
        RecordingContext context = programs.given("com.acme.Handled", """
                Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
                    System.out.println(thread.getName() + ": " + thrown.getMessage());
                    System.exit(7);
                });
                throw new IllegalStateException("broken");
                """);
        try {
            assertThat(failure(context)).hasMessageStartingWith("com.acme.Handled ended itself with System.exit(7)");
            assertThat(context.logLines()).containsExactly("main: broken");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    @Test
    void aSparkOfItsOwnIsRefusedWithWhatToDo() {
        RecordingContext context = programs.given("com.acme.Second", """
                new JavaSparkContext(new org.apache.spark.SparkConf().setAppName("x").setMaster("local"));
                """);
        assertThat(failure(context))
                .hasMessage("com.acme.Second makes a SparkContext of its own, and the driver has one: take it with"
                        + " SparkSession.builder().getOrCreate() or SparkContext.getOrCreate(conf). (Second.java:7)");
    }

    @Test
    void anErrorIsToldWithItsPlaceAndTheProgramsFramesFirst() {
        Path app = programs.jars.jar(
                "app.jar",
                Programs.main("com.acme.Wrong", "new Rows().read(-1);"),
                Programs.source("com.acme.Rows", """
                public void read(int row) {
                    try { List.of().get(row); }
                    catch (RuntimeException e) { throw new IllegalStateException("no row " + row + "\\nat all", e); }
                }
                """));
        ProgramFailure failure = failure(programs.task("com.acme.Wrong", List.of(), app));
        assertThat(failure).hasMessage("java.lang.IllegalStateException: no row -1 (Rows.java:9)");
        assertThat(failure.trace())
                .startsWith("java.lang.IllegalStateException: no row -1\nat all\n\tat com.acme.Rows.read(Rows.java:9)")
                .contains("\tat com.acme.Wrong.main(Wrong.java:7)\nCaused by: ")
                .doesNotContain("io.leat");
    }

    @Test
    void anErrorThatSparkFoundOrPassesOnIsToldWithThePlaceInTheProgram() {
        ProgramFailure analysis = failure(programs.given("com.acme.Table", """
                SparkSession spark = SparkSession.builder().getOrCreate();
                spark.table("bronze.nothing").count();
                """));
        assertThat(analysis)
                .hasMessageStartingWith(
                        "[TABLE_OR_VIEW_NOT_FOUND] The table or view `bronze`.`nothing` cannot be found.")
                .hasMessageEndingWith("(Table.java:8)")
                .message()
                .doesNotContain("\n");
        assertThat(analysis.trace()).contains("\n\tat com.acme.Table.main(Table.java:8)\nThe whole trace:\n");

        ProgramFailure task = failure(programs.given("com.acme.Divide", """
                SparkSession spark = SparkSession.builder().getOrCreate();
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(0), 1)
                    .map(n -> 1 / n).collect();
                """));
        assertThat(task).hasMessage("java.lang.ArithmeticException: / by zero (Divide.java:9)");
    }

    @Test
    void whatTheTaskSaysWronglyIsTold() throws Exception {
        Path app = programs.jars.jar(
                "app-1.0.jar",
                Programs.main("com.acme.Main", ""),
                Programs.source("com.acme.Instance", "public void main(String[] args) {}"),
                Programs.source("com.acme.None", "static void main(String[] args) {}"));
        assertWrong("com.acme.Mian", app)
                .hasMessage(
                        "spark_jar_task.main_class_name: there is no class com.acme.Mian in [app-1.0.jar]; did you mean"
                                + " com.acme.Main?");
        assertWrong("Main", app).hasMessageEndingWith("; did you mean com.acme.Main?");
        assertWrong("com/acme/Main", app).hasMessageEndingWith("; did you mean com.acme.Main?");
        assertWrong("org.example.Thing", app).hasMessageEndingWith("; these have a main method: com.acme.Main.");
        assertWrong("", app)
                .hasMessage("spark_jar_task.main_class_name: the class to run is not named; these have a main method:"
                        + " com.acme.Main.");
        assertWrong("com.acme.Instance", app)
                .hasMessage("spark_jar_task.main_class_name: the method public static void main(String[] args) of class"
                        + " com.acme.Instance in app-1.0.jar is not static.");
        assertWrong("com.acme.None", app).hasMessageEndingWith(" is missing.");
        assertWrong("com.acme.Main")
                .hasMessage(
                        "spark_jar_task.main_class_name: there is no class com.acme.Main, and the task has no JARs. Name"
                                + " the JAR that has it in libraries.");
        Path absent = root.resolve("app-1.1.jar");
        assertWrong("com.acme.Main", absent)
                .hasMessage(
                        "libraries: the JAR %s does not exist; did you mean app-1.0.jar? Build it, or correct its path."
                                .formatted(absent));
        Path text = Files.writeString(root.resolve("text.jar"), "<html>not found</html>");
        assertWrong("com.acme.Main", text)
                .hasMessageStartingWith("libraries: %s is not a JAR, or is not whole: ".formatted(text));
        assertWrong("com.acme.Main", root)
                .hasMessage("libraries: the JAR %s cannot be read: it is a folder".formatted(root));
    }

    @Test
    void whatItLacksIsNamedWithTheJar() {
        Path old = programs.jars.jar("lib-1.jar", "package org.lib;\npublic class Lib {}");
        String newer = "package org.lib;\npublic class Lib { public static int size(String s) { return 1; } }";
        Path lib = programs.jars.jar("lib-2.jar", newer);
        Path app = programs.jars
                .against(lib)
                .jar("app.jar", Programs.main("com.acme.Lacks", "System.out.println(org.lib.Lib.size(\"\"));"));

        assertThat(failure(programs.task("com.acme.Lacks", List.of(), app)))
                .hasMessage(
                        "The program needs the class org.lib.Lib, which is neither in its JARs [app.jar] nor in Spark."
                                + " Name the JAR or the Maven library that has it in libraries. (Lacks.java:7)");
        assertThat(failure(programs.task("com.acme.Lacks", List.of(), app, old)))
                .hasMessage(
                        "The class org.lib.Lib in lib-1.jar has no method int org.lib.Lib.size(java.lang.String), which"
                                + " the program was compiled against. Put the version that the program was compiled against into"
                                + " libraries. (Lacks.java:7)");
    }

    @Test
    void whatIsOfAnotherJavaOrScalaIsToldAsThat() throws Exception {
        Path newer = programs.jars.jar("newer.jar", Programs.main("com.acme.Newer", ""));
        try (FileSystem zip = FileSystems.newFileSystem(newer)) {
            Path type = zip.getPath("com/acme/Newer.class");
            byte[] code = Files.readAllBytes(type);
            code[7] = 65;
            Files.write(type, code);
        }
        assertThat(failure(programs.task("com.acme.Newer", List.of(), newer)))
                .hasMessage(
                        "The class com.acme.Newer in newer.jar was compiled for Java 21, and the driver runs Java 17:"
                                + " compile it with --release 17.");

        Path old = programs.jars.jar("scala-2.12.jar", "package scala;\npublic interface Serializable2 {}");
        Path app = programs.jars
                .against(old)
                .jar("app.jar", Programs.main("com.acme.Old", "System.out.println(new scala.Serializable2() {});"));
        assertThat(failure(programs.task("com.acme.Old", List.of(), app)))
                .hasMessage(
                        "The program needs the class scala.Serializable2, which is neither in its JARs [app.jar] nor in"
                                + " Spark. Compile the program, and take its libraries, for Scala 2.13: that is Spark's here."
                                + " (Old.java:7)");
    }

    @Test
    void aCancelEndsItsThreads() throws Exception {
        Path ticks = root.resolve("ticks");
        RecordingContext context = programs.given("com.acme.Long", """
                Runnable work = () -> {
                    try { while (true) { Thread.sleep(20); java.nio.file.Files.writeString(
                        java.nio.file.Path.of("%s"), "" + System.nanoTime()); } }
                    catch (Exception e) { System.out.println(Thread.currentThread().getName() + " ends"); }
                };
                Thread other = new Thread(work, "other");
                other.setDaemon(true);
                other.start();
                System.out.println("begun");
                work.run();
                """.formatted(ticks));
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread task = new Thread(() -> {
            try {
                new JarTask().run(context);
                end.complete(null);
            } catch (Throwable t) {
                end.completeExceptionally(t);
            }
        });
        task.start();
        while (!context.logLines().contains("begun") || !Files.exists(ticks)) {
            Thread.sleep(10);
        }
        task.interrupt();

        assertThatThrownBy(end::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        String last = Files.readString(ticks);
        Thread.sleep(100);
        assertThat(Files.readString(ticks)).isEqualTo(last);
        assertThat(context.logLines()).contains("main ends", "other ends");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertWrong(String main, Path... jars) {
        return assertThatThrownBy(() -> new JarTask().run(programs.task(main, List.of(), jars)));
    }

    private static ProgramFailure failure(RecordingContext context) {
        return catchThrowableOfType(ProgramFailure.class, () -> new JarTask().run(context));
    }
}
