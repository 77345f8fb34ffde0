package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.carechain.system.Pages.write;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two people in two windows. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class PageTalkTest {

    private final Who ana = Who.candidate("Ana Duarte");
    private final Who mercy = Who.employer("Mercy Hospital");
    private final Pages pages;

    PageTalkTest(Pages pages) {
        this.pages = pages;
    }

    @Test
    void twoWindowsTalkAndSeeWhoIsThereWhoWritesAndWhatHasBeenRead() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse, nights");
        Page hospital = pages.open(mercy);
        Page candidate = pages.open(ana, Pages.phone());
        assertThat(hospital.locator(".room .dot.online")).isVisible();

        // When: one writes to a list that is looked at, but not into
        pages.enter(hospital, room);
        write(hospital, "Good morning, Ana. Thank you for applying.");

        // Then: unread there, delivered here
        assertThat(candidate.locator(".badge")).hasText("1");
        assertThat(candidate).hasTitle(Pattern.compile("^\\(1\\) "));
        assertThat(candidate.locator(".room-last")).hasText("Good morning, Ana. Thank you for applying.");
        assertThat(hospital.locator(".state.delivered")).isVisible();
        screenshot(candidate, "unread-phone");

        // When: it is opened, and answered
        candidate.locator(".room").click();
        assertThat(hospital.locator(".state.read")).isVisible();
        assertThat(candidate.locator(".divider")).hasText("New messages");
        candidate.getByLabel("Message", exact()).pressSequentially("Good morn");
        assertThat(hospital.locator(".typing")).containsText("Ana Duarte is typing");
        screenshot(hospital, "typing");
        candidate.getByLabel("Message", exact()).fill("Good morning! Is the start in March still possible?");
        candidate.getByRole(AriaRole.BUTTON, named("Send")).click();

        // Then
        assertThat(hospital.locator(".message.theirs .words"))
                .hasText("Good morning! Is the start in March still possible?");
        assertThat(hospital.locator(".typing")).isEmpty();
        assertThat(candidate.locator(".divider")).hasCount(0);
        assertThat(candidate).hasTitle("CareChain Messaging");
        assertThat(hospital.locator(".presence")).hasText("Online");

        // When: one leaves
        ElementHandle presence = hospital.querySelector(".presence");
        candidate.close();

        // Then: it is said in the same place, where screen readers listen
        assertThat(hospital.locator(".presence")).containsText("Last seen");
        assertTrue(presence.textContent().contains("Last seen"));
    }

    @Test
    void aMessageIsAnsweredCorrectedAndDeleted() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "Head nurse");
        Page hospital = pages.open(mercy);
        Page candidate = pages.open(ana);
        pages.enter(hospital, room);
        pages.enter(candidate, room);
        write(candidate, "When could I come?");

        // When: answered
        Locator question = hospital.locator(".message.theirs");
        question.hover();
        question.getByRole(AriaRole.BUTTON, in("Reply")).click();
        write(hospital, "Tomorow at ten");
        assertThat(candidate.locator(".message.theirs .quote")).containsText("When could I come?");

        assertThat(hospital.locator(".message.mine .state.sending")).hasCount(0); // the other one may see it first

        // When: corrected, with the arrow that takes back the last message
        hospital.keyboard().press("ArrowUp");
        assertThat(hospital.getByLabel("Message", exact())).hasValue("Tomorow at ten");
        write(hospital, "Tomorrow at ten");
        assertThat(candidate.locator(".message.theirs .words")).hasText("Tomorrow at ten");
        assertThat(candidate.locator(".message.theirs .meta")).containsText("edited");
        screenshot(candidate, "reply");

        // When: deleted, after having been asked
        Locator own = candidate.locator(".message.mine");
        own.hover();
        own.getByRole(AriaRole.BUTTON, in("Delete")).click();
        screenshot(candidate, "delete");
        candidate
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, in("Delete"))
                .click();

        // Then
        assertThat(hospital.locator(".message.theirs .words")).hasText("This message was deleted.");
        assertThat(hospital.locator(".quote")).containsText("Message deleted");
    }

    @Test
    void afterAReloadInTheMiddleEverythingIsThereOnce() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "Physiotherapist");
        Page hospital = pages.open(mercy);
        Page candidate = pages.open(ana);
        pages.enter(hospital, room);
        pages.enter(candidate, room);

        // When: a reload follows what was written so closely that no answer was waited for
        for (int round = 1; round <= 5; round++) {
            write(candidate, "before reload " + round);
            candidate.getByLabel("Message", exact()).fill("half a sentence");
            candidate.reload();
            write(hospital, "meanwhile " + round);
            candidate.locator(".log[aria-busy=false]").waitFor();
            assertThat(candidate.getByLabel("Message", exact())).hasValue("half a sentence");
        }

        // Then
        assertThat(candidate.locator(".message")).hasCount(10);
        assertThat(hospital.locator(".message")).hasCount(10);
        List<String> words = candidate.locator(".words").allInnerTexts();
        assertEquals(words, hospital.locator(".words").allInnerTexts());
        assertEquals(
                List.of("before reload 1", "before reload 2", "before reload 3", "before reload 4", "before reload 5"),
                words.stream().filter(text -> text.startsWith("before")).toList());
    }

    @Test
    void theListIsSearchedAndFiltered() throws Exception {
        // Given
        Who harbour = Who.employer("Harbour Care Home");
        String first = pages.room(ana, mercy, "Night nurse");
        pages.room(Who.candidate("Liam Okafor"), harbour, "Not of Ana");
        Who second = new Who(ana.id(), ana.name(), ana.role());
        String other = pages.person(harbour)
                .post("/api/messaging/rooms/", """
                        {"job":{"id":"job-2","title":"Care assistant"},"candidate":{"id":"%s","name":"%s"},
                         "employer":{"id":"%s","name":"%s"}}""".formatted(second.id(), second.name(), harbour.id(), harbour.name()))
                .get("id")
                .asText();
        Page candidate = pages.open(ana);
        assertThat(candidate.locator(".room")).hasCount(2);

        // When, then
        candidate.getByRole(AriaRole.SEARCHBOX).fill("night");
        assertThat(candidate.locator(".room")).hasCount(1);
        assertThat(candidate.locator(".room")).hasAttribute("href", "#room/" + first);
        assertThat(candidate.locator(".rooms > [role=status]")).hasText("1 conversation");
        candidate.getByRole(AriaRole.SEARCHBOX).fill("nothing of that name");
        assertThat(candidate.locator(".rooms-note[role=status]")).containsText("Nothing found");
        candidate.getByRole(AriaRole.SEARCHBOX).fill("");
        assertThat(candidate.locator(".rooms > [role=status]")).isEmpty();
        assertThat(candidate.locator(".room")).hasCount(2);
        candidate.getByRole(AriaRole.BUTTON, named("Unread")).click();
        assertThat(candidate.locator(".rooms-note")).containsText("read everything");
        pages.person(harbour).post("/api/messaging/rooms/" + other + "/messages/", "{\"content\":\"Hello\"}");
        assertThat(candidate.locator(".room")).hasAttribute("href", "#room/" + other);
    }

    @Test
    void thePlatformsPartIsPlayedAndItsCardsAreShown() {
        // Given
        Page hospital = pages.open(mercy);

        // When
        hospital.getByRole(AriaRole.BUTTON, named("Job platform")).click();
        hospital.getByRole(AriaRole.BUTTON, named("Candidate applies")).click();
        hospital.locator(".room").click();
        hospital.getByRole(AriaRole.BUTTON, named("Set status")).click();
        assertThat(hospital.locator(".card.status_changed .chip.now")).isVisible();
        hospital.getByRole(AriaRole.BUTTON, named("Invite")).click();

        // Then
        assertThat(hospital.locator(".card.application_submitted")).containsText("Application received");
        Locator interview = hospital.locator(".card.interview_scheduled");
        assertThat(interview).containsText("North Wing");
        assertThat(interview.locator("a")).hasAttribute("rel", "noopener noreferrer");
        assertThat(interview.getByRole(AriaRole.BUTTON, in("Add to calendar"))).isVisible();
        assertThat(hospital.locator(".panel-result")).containsText("com.carechain.application.interview-scheduled");
        screenshot(hospital, "job-platform");
    }

    @Test
    void timesAreTheReadersAndTheWordsToo() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "Nachtschwester");
        Page berlin = pages.open(ana, Pages.desktop().setLocale("de-DE"));
        Page newYork = pages.open(mercy, Pages.desktop().setTimezoneId("America/New_York"));
        pages.enter(berlin, room);
        pages.enter(newYork, room);

        // When
        writeIn(berlin.getByLabel("Nachricht", exact()), "Guten Tag");
        assertThat(newYork.locator(".message.theirs .words")).hasText("Guten Tag");

        // Then
        assertThat(berlin.locator(".day")).hasText("Heute");
        assertThat(berlin.locator("html")).hasAttribute("lang", "de");
        int there = hour(berlin.locator(".message .meta time").innerText());
        int here = hour(newYork.locator(".message .meta time").innerText());
        assertEquals(0, Math.floorMod(there - here, 24) - 6, "hours between Berlin and New York");
        screenshot(berlin, "german");
    }

    @Test
    void whatIsFoundIsReadFromItsBeginning() throws Exception {
        // Given
        for (int n = 1; n <= 12; n++) {
            Who candidate = Who.candidate("Candidate " + n);
            pages.room(candidate, mercy, "Night nurse");
        }
        Page hospital = pages.open(mercy, Pages.desktop().setViewportSize(1280, 400));
        assertThat(hospital.locator(".room")).hasCount(12);
        Locator list = hospital.locator(".rooms-scroll");
        list.evaluate("list => list.scrollTop = list.scrollHeight");

        // When
        hospital.getByRole(AriaRole.SEARCHBOX).fill("night");
        assertThat(hospital.locator(".rooms > [role=status]")).hasText("12 conversations");

        // Then
        assertEquals(0, list.evaluate("list => list.scrollTop"));
    }

    @Test
    void aStatusIsSaidInTheReadersWords() throws Exception {
        // Given
        String application = "app-" + ana.id();
        Who candidate = new Who("ana-" + application, "Ana", "candidate");
        Person person = pages.person(candidate);

        // When
        person.post("/dev/events", JobPlatform.event("submitted", application, 1, ""));
        String room = person.roomOf(application);
        person.post("/dev/events", JobPlatform.event("status-changed", application, 2, """
                ,"status":"in_review","previous_status":"submitted\""""));
        Page berlin = pages.open(candidate, Pages.desktop().setLocale("de-DE"));
        pages.enter(berlin, room);

        // Then
        assertThat(berlin.locator(".card.status_changed .chip")).hasText(new String[] {"Eingereicht", "In Prüfung"});
    }

    private static int hour(String clock) {
        return Integer.parseInt(clock.substring(0, 2));
    }

    private static void writeIn(Locator composer, String words) {
        composer.fill(words);
        composer.press("Enter");
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
