package com.carechain.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

@AnalyzeClasses(packages = "com.carechain.bridge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** An event is read, worded, sent: each step knows the one before and none behind it. */
    @ArchTest
    static final ArchRule DEPENDENCIES_RUN_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("ops")
            .definedBy("..bridge.ops..")
            .layer("intake")
            .definedBy("..bridge.intake..")
            .layer("deadletter")
            .definedBy("..bridge.deadletter..")
            .layer("chat")
            .definedBy("..bridge.chat..")
            .layer("card")
            .definedBy("..bridge.card..")
            .layer("event")
            .definedBy("..bridge.event..")
            .whereLayer("ops")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("intake")
            .mayOnlyBeAccessedByLayers("ops")
            .whereLayer("deadletter")
            .mayOnlyBeAccessedByLayers("intake", "ops")
            .whereLayer("chat")
            .mayOnlyBeAccessedByLayers("intake", "ops")
            .whereLayer("card")
            .mayOnlyBeAccessedByLayers("chat")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("card", "chat", "deadletter", "intake");

    /** What a record means and what people read must not depend on when, where or how often it is computed. */
    @ArchTest
    static final ArchRule READING_AND_WORDING_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage("..bridge.event..", "..bridge.card..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..",
                    "io.vertx..",
                    "java.net.http..",
                    "java.util.concurrent..",
                    "..bridge.settings..",
                    "..bridge.metric..");

    /** Time enters through one injected InstantSource. */
    @ArchTest
    static final ArchRule NOBODY_ASKS_THE_WALL_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now");
}
