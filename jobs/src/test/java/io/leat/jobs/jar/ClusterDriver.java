package io.leat.jobs.jar;

import io.leat.jobs.testing.ForkedJvm;
import io.leat.jobs.testing.RecordingContext;
import java.nio.file.Path;
import java.util.List;

/** Runs a program whose objects pass between driver and executors, and says what it printed. */
final class ClusterDriver {
    private ClusterDriver() {}

    /** The argument is a folder. */
    public static void main(String... args) throws Exception {
        Programs programs = new Programs(Path.of(args[0]));
        Path app = programs.jars.jar("app.jar", """
                package com.acme;
                public record Person(String name, int age) implements java.io.Serializable {}
                """, Programs.main("com.acme.Spread", """
                SparkSession spark = SparkSession.builder().getOrCreate();
                JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
                List<Person> people = List.of(new Person("Ada", 36), new Person("Alan", 41));
                System.out.println(sc.parallelize(people, 2).map(p -> new Person(p.name(), p.age() + 1)).collect()
                    .stream().map(p -> p.name() + " " + p.age()).toList());
                System.out.println(spark.createDataset(people, Encoders.javaSerialization(Person.class))
                    .map((org.apache.spark.api.java.function.MapFunction<Person, String>) Person::name, Encoders.STRING())
                    .collectAsList());
                long here = ProcessHandle.current().pid();
                System.out.println("another JVM: "
                    + sc.parallelize(List.of(1), 1).map(n -> ProcessHandle.current().pid() != here).first());
                """));
        RecordingContext context = programs.task("com.acme.Spread", List.of(), app);
        try {
            new JarTask().run(context);
        } finally {
            context.logLines().forEach(line -> System.out.println(ForkedJvm.MARK + line));
        }
        System.exit(0);
    }
}
