package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.carechain.system.Pages.write;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.util.List;
import java.util.stream.IntStream;
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
}
