package com.carechain.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;

@AnalyzeClasses(packages = "com.carechain.presence", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyRedisTellsTheTime = noClasses()
            .that()
            .resideInAnyPackage("..state..", "..sweep..", "..redis..", "..internal..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Date.class)
            .because("replicas' clocks differ by minutes, and presence must not");

    @ArchTest
    static final ArchRule redisIsReachedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("..presence.redis..", "..presence.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.redis..", "io.quarkus.redis..")
            .because(
                    "a key written elsewhere would not follow the scripts' rules, and a call elsewhere has no time limit");

    @ArchTest
    static final ArchRule theRulesDoNotKnowHttp = noClasses()
            .that()
            .resideInAnyPackage("..state..", "..sweep..", "..redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ws.rs..", "com.carechain.presence.internal..", "com.carechain.presence.online..")
            .because("dependencies run one way: HTTP translates, state decides");

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("com.carechain.presence.(*)..").should().beFreeOfCycles();
}
