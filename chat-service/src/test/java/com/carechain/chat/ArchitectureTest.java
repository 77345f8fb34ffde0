package com.carechain.chat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.carechain.chat", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothingImportsSocket = noClasses()
            .that()
            .resideOutsideOfPackage("..chat.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..chat.socket..")
            .because("what a message, a receipt or a room is must not depend on how somebody is connected");

    @ArchTest
    static final ArchRule nothingImportsAdmin = noClasses()
            .that()
            .resideOutsideOfPackage("..chat.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..chat.admin..")
            .because(
                    "what sees everything must be reachable through its own resources only, where the role is asked for");

    @ArchTest
    static final ArchRule roomsKnowNothingOfWhatHappensInThem = noClasses()
            .that()
            .resideInAPackage("..chat.room..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..chat.message..",
                    "..chat.attachment..",
                    "..chat.receipt..",
                    "..chat.fanout..",
                    "..chat.socket..",
                    "..chat.outbox..")
            .because("dependencies run one way, socket → message → room, so that each can be read without the next");

    @ArchTest
    static final ArchRule attachmentsKnowNoMessages = noClasses()
            .that()
            .resideInAPackage("..chat.attachment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..chat.message..", "..chat.receipt..", "..chat.fanout..", "..chat.socket..", "..chat.outbox..")
            .because("a message shows files, not the other way round; what is beneath knows bytes and rooms only");

    @ArchTest
    static final ArchRule wireKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("..chat.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..chat.room..",
                    "..chat.message..",
                    "..chat.attachment..",
                    "..chat.receipt..",
                    "..chat.socket..",
                    "..chat.fanout..",
                    "..chat.outbox..",
                    "..chat.presence..",
                    "..chat.internal..")
            .because(
                    "the shapes clients see are pure data: every package speaks them, and none may change them in passing");
}
