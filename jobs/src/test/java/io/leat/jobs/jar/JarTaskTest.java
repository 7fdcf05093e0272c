package io.leat.jobs.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.jobs.testing.RecordingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JarTaskTest {
    @TempDir
    Path root;

    private Programs programs;

    @BeforeEach
    void givenAWorkspace() {
        programs = new Programs(root);
    }

    @Test
    void aProgramHasTheTasksSessionItsTablesAndItsArguments() throws Exception {
        Path jar = programs.jars.jar("app.jar", Programs.main("com.acme.Load", """
                SparkSession spark = SparkSession.builder().appName("load").master("local[*]").getOrCreate();
                spark.range(Long.parseLong(args[0])).withColumnRenamed("id", args[1]).write().saveAsTable("bronze.ids");
                SparkSession[] there = new SparkSession[1];
                Thread thread = new Thread(() -> there[0] = SparkSession.builder().getOrCreate());
                thread.start();
                thread.join();
                java.nio.file.Files.writeString(java.nio.file.Path.of(args[2], "given.csv"), "a,b");
                System.out.println(spark.read().csv("given.csv").count());
                System.out.println(spark == there[0] && spark == SparkSession.getDefaultSession().get());
                """));
        RecordingContext context = programs.task("com.acme.Load", List.of("3", "number", root.toString()), jar);
        new JarTask().run(context);

        assertThat(programs.workspace.rows("bronze.ids").columns()).containsExactly("number");
        assertThat(programs.workspace.rows("bronze.ids").count()).isEqualTo(3);
        assertThat(context.logLines()).containsExactly("1", "true");
        assertThat(context.output()).hasToString("{\"logs\":\"1\\ntrue\\n\",\"logs_truncated\":false}");
    }

    @Test
    void itsOwnVersionOfALibraryComesBeforeSparks() throws Exception {
        Path library = programs.jars.jar("commons-lang3-0.jar", """
                package org.apache.commons.lang3;
                public class StringUtils {
                    public static String ofAcme() { return "Acme's"; }
                }
                """);
        Path hidden = programs.jars.jar("fat.jar", """
                package org.apache.spark.sql;
                public class SparkSession {}
                """);
        Path app = programs.jars.against(library).jar("app.jar", Programs.main("com.acme.Own", """
                System.out.println(org.apache.commons.lang3.StringUtils.ofAcme());
                SparkSession spark = SparkSession.builder().getOrCreate();
                System.out.println(spark.sql("SELECT upper('spark') AS name").as(Encoders.STRING()).first());
                """));
        RecordingContext context = programs.task("com.acme.Own", List.of(), library, app, hidden);
        new JarTask().run(context);

        assertThat(context.logLines()).containsExactly("Acme's", "SPARK");
    }

    @Test
    void itsFunctionsBeansAndObjectsPassThroughSpark() throws Exception {
        Path app = programs.jars.jar("app.jar", """
                package com.acme;
                public class Person implements java.io.Serializable {
                    private String name;
                    private int age;
                    public Person() {}
                    public Person(String name, int age) { this.name = name; this.age = age; }
                    public String getName() { return name; }
                    public void setName(String name) { this.name = name; }
                    public int getAge() { return age; }
                    public void setAge(int age) { this.age = age; }
                }
                """, Programs.main("com.acme.Objects", """
                SparkSession spark = SparkSession.builder().getOrCreate();
                spark.udf().register("older", (Integer age) -> new Person("", age + 1).getAge(), DataTypes.IntegerType);
                List<Person> people = List.of(new Person("Ada", 36), new Person("Alan", 41));
                Dataset<Person> beans = spark.createDataset(people, Encoders.bean(Person.class));
                beans.map((org.apache.spark.api.java.function.MapFunction<Person, Person>)
                        p -> new Person(p.getName().toUpperCase(Locale.ROOT), p.getAge()), Encoders.bean(Person.class))
                    .createOrReplaceTempView("people");
                System.out.println(spark.sql("SELECT name, older(age) FROM people").collectAsList());
                JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
                for (Person p : sc.parallelize(people, 2).map(p -> new Person(p.getName(), p.getAge() * 2)).collect()) {
                    System.out.println(p.getName() + " " + p.getAge());
                }
                org.apache.spark.broadcast.Broadcast<Person> everywhere = sc.broadcast(people.get(0));
                System.out.println(sc.parallelize(List.of(1, 2), 2).map(n -> everywhere.value().getAge() + n).collect());
                for (Person p : beans.collectAsList()) {
                    System.out.println(p.getName());
                }
                sc.parallelize(List.of(1), 1).foreach(n -> System.out.println("in a task"));
                """));
        RecordingContext context = programs.task("com.acme.Objects", List.of(), app);
        new JarTask().run(context);

        assertThat(context.logLines())
                .containsExactly("[[ADA,37], [ALAN,42]]", "Ada 72", "Alan 82", "[37, 38]", "Ada", "Alan", "in a task");
    }

    @Test
    void itsJdbcDriversAreKnown() throws Exception {
        Path library = programs.jars
                .with("META-INF/services/java.sql.Driver", "org.lib.AcmeDriver")
                .jar("driver.jar", """
                package org.lib;
                import java.sql.*;
                public class AcmeDriver implements Driver {
                    static {
                        try { DriverManager.registerDriver(new AcmeDriver()); }
                        catch (SQLException e) { throw new IllegalStateException(e); }
                    }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:acme:"); }
                    public Connection connect(String url, java.util.Properties p) { return null; }
                    public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) { return null; }
                    public int getMajorVersion() { return 7; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """);
        Path app = programs.jars.jar("app.jar", Programs.main("com.acme.Jdbc", """
                System.out.println(java.sql.DriverManager.getDriver("jdbc:acme:x").getMajorVersion());
                """));
        RecordingContext context = programs.task("com.acme.Jdbc", List.of(), app, library);
        new JarTask().run(context);

        assertThat(context.logLines()).containsExactly("7");
    }

    /** As the Scala compiler makes it of an object: the class has what forwards to the one instance. */
    @Test
    void aScalaObjectIsRun() throws Exception {
        Path app = programs.jars.jar("app.jar", """
                package com.acme;
                public final class Tool$ {
                    public static final Tool$ MODULE$ = new Tool$();
                    public void main(String[] args) { scala.Predef$.MODULE$.println("of an object: " + args[0]); }
                }
                """, """
                package com.acme;
                public final class Tool {
                    public static void main(String[] args) { Tool$.MODULE$.main(args); }
                }
                """);
        RecordingContext forwarded = programs.task("com.acme.Tool", List.of("1"), app);
        new JarTask().run(forwarded);
        RecordingContext direct = programs.task("com.acme.Tool$", List.of("2"), app);
        new JarTask().run(direct);

        assertThat(forwarded.logLines()).containsExactly("of an object: 1");
        assertThat(direct.logLines()).containsExactly("of an object: 2");
    }

    @Test
    void whatItPrintsIsItsOwnAndTheLastOfItIsKept() throws Exception {
        RecordingContext context = programs.run("com.acme.Print", """
                System.err.println("to the error stream");
                System.out.print("grüß ");
                System.out.printf("%d%n", 1);
                for (int i = 0; i < 20000; i++) { System.out.println("line " + i + " of many"); }
                System.out.print("without an end");
                """);
        System.out.println("printed by the driver");

        assertThat(context.logLines())
                .hasSize(20003)
                .startsWith("to the error stream", "grüß 1", "line 0 of many")
                .endsWith("without an end");
        String kept = context.output().get("logs").asText();
        assertThat(kept).endsWith("line 19999 of many\nwithout an end\n").doesNotContain("grüß");
        assertThat(kept.length()).isBetween(ProgramOutput.KEPT - 100, ProgramOutput.KEPT);
        assertThat(context.output().get("logs_truncated").asBoolean()).isTrue();
    }

    @Test
    void itIsOverWhenItsLastThreadIsThatIsNoDaemon() throws Exception {
        Path done = root.resolve("done");
        RecordingContext context = programs.run("com.acme.Wait", """
                Thread daemon = new Thread(() -> { while (true) { try { Thread.sleep(5000); } catch (Exception e) {} } });
                daemon.setDaemon(true);
                daemon.start();
                new Thread(() -> { throw new IllegalStateException("in a thread"); }, "broken").start();
                new Thread(() -> {
                    try { Thread.sleep(1200); java.nio.file.Files.createFile(java.nio.file.Path.of("%s")); }
                    catch (Exception e) { throw new RuntimeException(e); }
                }, "slow").start();
                """.formatted(done));

        assertThat(Files.exists(done)).isTrue();
        assertThat(context.logLines())
                .contains("main has returned; the program goes on until its threads have ended that are no daemons:"
                        + " slow (Wait.java:12)")
                .anyMatch(line -> line.startsWith("Exception in thread \"broken\" java.lang.IllegalStateException"));
    }

    /** The figure is printed: what a program waits for before its first line, JAR and Spark being warm. */
    @Test
    void itsFirstLineComesSoon() throws Exception {
        Path app =
                programs.jars.jar("app.jar", Programs.main("com.acme.Now", "System.out.println(System.nanoTime());"));
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            RecordingContext context = programs.task("com.acme.Now", List.of(), app);
            long start = System.nanoTime();
            new JarTask().run(context);
            long millis = (Long.parseLong(context.logLines().get(0)) - start) / 1_000_000;
            System.out.println("from run() to main's first line: " + millis + " ms");
            least = Math.min(least, millis);
        }

        assertThat(least).isLessThan(2000);
    }
}
