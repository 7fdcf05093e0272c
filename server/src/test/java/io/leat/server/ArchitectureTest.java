package io.leat.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Who may know whom in core, notebooks and server. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.leat";

    @ArchTest
    static final ArchRule CORE = mayUse("core", "core");

    @ArchTest
    static final ArchRule NOTEBOOKS = mayUse("notebooks", "notebooks", "core");

    @ArchTest
    static final ArchRule SERVER = mayUse("server", "server", "notebooks", "core");

    @ArchTest
    static final ArchRule CORE_DECIDES_AND_DOES_NOTHING = noClasses()
            .that(in("core"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.sql..", "java.net.http..", "java.net", "org.jdbi..")
                    .and(not(belongToAnyOf(
                            URI.class, URISyntaxException.class)))) // which read an address, and ask nobody
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executor.class);

    @ArchTest
    static final ArchRule TIME_COMES_IN = noClasses()
            .that(in("core"))
            .or(in("notebooks"))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule SQL_IS_WRITTEN_IN_ONE_PLACE =
            onlyIn("server.store", "java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..", "org.postgresql..");

    @ArchTest
    static final ArchRule HTTP_IS_ANSWERED_IN_ONE_PLACE =
            onlyIn("server.rest", "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule THE_TERMINAL_BELONGS_TO_THE_CLI = onlyIn("server.cli", "picocli..", "org.jline..");

    @ArchTest
    static final ArchRule AUTH_KNOWS_NOBODY = noClasses()
            .that(in("server.auth"))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".server..").and(not(in("server.auth"))));

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_THINGS_ARE = classes()
            .should()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl");

    @ArchTest
    static void everyPackageSaysWhatItIsAndTakesNoNulls(JavaClasses all) {
        List<String> silent = Stream.of("core", "notebooks", "server")
                .map(module -> all.getPackage(ROOT + "." + module))
                .flatMap(top -> Stream.concat(Stream.of(top), top.getSubpackagesInTree().stream()))
                .filter(each -> each.getClasses().stream().anyMatch(type -> !isPackageInfo(type)))
                .filter(each -> each.tryGetAnnotationOfType(NullMarked.class).isEmpty())
                .map(JavaPackage::getName)
                .toList();

        assertThat(silent)
                .as("packages without a package-info that says @NullMarked")
                .isEmpty();
    }

    private static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    private static ArchRule mayUse(String module, String... others) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage(ROOT + "..").and(not(in(others)));
        return noClasses()
                .that(in(module))
                .should()
                .dependOnClassesThat(foreign)
                .allowEmptyShould(true);
    }

    private static ArchRule onlyIn(String home, String... packages) {
        return noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(in(home))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages));
    }

    private static DescribedPredicate<JavaClass> in(String... modules) {
        return resideInAnyPackage(
                Stream.of(modules).map(module -> ROOT + "." + module + "..").toArray(String[]::new));
    }
}
