package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.carechain.system.Pages.write;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the page does when the service is away. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class PageOutageTest {

    private static final int RESTART_MILLIS = 90_000;

    private final Who ana = Who.candidate("Ana Duarte");
    private final Who mercy = Who.employer("Mercy Hospital");

    @Test
    void whatIsWrittenWhileTheServerIsKilledAndRestartedIsThereOnceAndInOrder(Pages pages) throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page hospital = pages.open(mercy);
        Page candidate = pages.open(ana);
        pages.enter(hospital, room);
        pages.enter(candidate, room);
        write(hospital, "message 1");
        assertThat(candidate.locator(".message")).hasCount(1);

        // When: killed in the middle of writing, and there again after a while
        String before = pages.stack().env().get("CHAT_PIDS");
        hospital.getByLabel("Message", new Page.GetByLabelOptions().setExact(true))
                .pressSequentially("message");
        ProcessHandle.of(Long.parseLong(before)).orElseThrow().destroyForcibly();
        hospital.keyboard().type(" 2");
        hospital.keyboard().press("Enter");
        IntStream.rangeClosed(3, 5).forEach(n -> write(hospital, "message " + n));
        assertThat(hospital.locator(".banner")).isVisible(new IsVisibleOptions().setTimeout(RESTART_MILLIS));
        screenshot(hospital, "offline");
        Awaitility.await().atMost(java.time.Duration.ofMillis(RESTART_MILLIS)).until(() -> {
            String now = pages.stack().env().get("CHAT_PIDS");
            return !now.isEmpty() && !now.equals(before);
        });

        // Then
        var patience = new HasCountOptions().setTimeout(RESTART_MILLIS);
        assertThat(candidate.locator(".message")).hasCount(5, patience);
        assertThat(hospital.locator(".state.sending")).hasCount(0, patience);
        List<String> wanted =
                IntStream.rangeClosed(1, 5).mapToObj(n -> "message " + n).toList();
        assertEquals(wanted, candidate.locator(".words").allInnerTexts());
        assertEquals(wanted, hospital.locator(".words").allInnerTexts());
        assertEquals(List.of(1, 2, 3, 4, 5), pages.stack().seqsInDatabase(room));
        assertThat(hospital.locator(".banner")).isHidden();
        assertThat(candidate.locator(".presence")).hasText("Online");
    }

    // --- in front of a platform of its own, whose answers stand for it here

    @Test
    void asksAServiceAndAPlatformThatDoNotAnswerYetAgain(Pages pages) throws Exception {
        // Given
        Page page = pages.blank(Pages.desktop());
        answersInTurn(page, "/page/settings.json", failed(503), failed(502), json(SETTINGS));
        answersInTurn(
                page,
                "/platform/token",
                failed(503),
                json("{\"access_token\":\"%s\"}".formatted(pages.person(ana).token())));

        // When
        page.navigate(pages.url());

        // Then
        assertThat(page.getByText("The server does not answer. Connecting …")).isVisible();
        screenshot(page, "waiting");
        assertThat(page.locator(".app")).isVisible();
        assertThat(page.locator(".menu-opener")).hasAttribute("aria-label", "Your settings, Ana Duarte");
    }

    @Test
    void whoIsNotSignedInAtThePlatformIsSentThere(Pages pages) {
        Page page = pages.blank(Pages.desktop());
        answersInTurn(page, "/page/settings.json", json(SETTINGS));
        answersInTurn(page, "/platform/token", failed(401));
        page.navigate(pages.url());
        assertThat(page.getByText("You are signed out")).isVisible();
        assertThat(page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)))
                .hasAttribute("href", "/platform/sign-in");
    }

    @Test
    void withoutAPlatformAndWithoutDemoPeopleNobodyIsOffered(Pages pages) {
        Page page = pages.blank(Pages.desktop());
        answersInTurn(page, "/dev/jwks.json", failed(503), failed(404));
        page.navigate(pages.url());
        assertThat(page.getByText("Nobody can sign in here")).isVisible();
        assertThat(page.locator(".people, a")).hasCount(0);
    }

    private static final String SETTINGS = """
            {"token_url":"/platform/token","sign_in_url":"/platform/sign-in","content_characters":10000,
             "edit_window_seconds":900,"delete_window_seconds":86400,"attachment_bytes":26214400,"attachment_types":["application/pdf"]}""";

    private static FulfillOptions failed(int status) {
        return new FulfillOptions().setStatus(status);
    }

    private static FulfillOptions json(String body) {
        return new FulfillOptions().setContentType("application/json").setBody(body);
    }

    /** What is asked for after the last of them fails, and the test with it. */
    private static void answersInTurn(Page page, String path, FulfillOptions... answers) {
        Iterator<FulfillOptions> left = Stream.of(answers).iterator();
        page.route("**" + path, (Route route) -> route.fulfill(left.next()));
    }
}
