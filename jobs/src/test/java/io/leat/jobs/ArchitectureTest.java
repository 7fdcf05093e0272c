package io.leat.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Who may import whom on the data plane: connectors the core; jobs both; nobody the control plane. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.leat";

    @ArchTest
    static final ArchRule CONNECTORS = mayUse("connectors", "connectors", "core");

    @ArchTest
    static final ArchRule JOBS = mayUse("jobs", "jobs", "connectors", "core");

    /** A kind of task knows nothing of the agent that runs it. */
    @ArchTest
    static final ArchRule TASKS_KNOW_NO_AGENT = noClasses()
            .that(resideInAPackage(ROOT + ".jobs.."))
            .and(not(resideInAPackage(ROOT + ".jobs.agent..")))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".jobs.agent.."));

    /** One writer makes every Delta commit, so nobody else touches Delta; lineage reads what plans say of it. */
    @ArchTest
    static final ArchRule ONE_WRITER = noClasses()
            .that(resideInAPackage(ROOT + ".."))
            .and(not(
                    resideInAnyPackage(ROOT + ".connectors.delta..", ROOT + ".jobs.agent..", ROOT + ".jobs.lineage..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.delta..", "org.apache.spark.sql.delta.."));

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    private static ArchRule mayUse(String module, String... allowed) {
        String[] packages = Arrays.stream(allowed).map(ArchitectureTest::in).toArray(String[]::new);
        DescribedPredicate<JavaClass> foreign = resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(packages)));
        return noClasses().that(resideInAPackage(in(module))).should().dependOnClassesThat(foreign);
    }

    private static String in(String module) {
        return ROOT + "." + module + "..";
    }
}
