package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.carechain.system.Pages.write;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A room with a long past. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class PageHistoryTest {

    private static final int MESSAGES = 5_000;
    /** Fewer than a socket may have unanswered. */
    private static final int AT_ONCE = 50;

    @Test
    void aRoomOfFiveThousandMessagesIsScrolledToItsBeginningAndBack(Pages pages) throws Exception {
        // Given
        Who ana = Who.candidate("Ana Duarte");
        Who mercy = Who.employer("Mercy Hospital");
        String room = pages.room(ana, mercy, "ICU Nurse");
        try (Socket socket = pages.person(mercy).connect("/ws/chat/" + room + "/")) {
            for (int sent = 0; sent < MESSAGES; ) {
                for (int last = sent + AT_ONCE; sent < last; ) {
                    sent++;
                    socket.send(Map.of(
                            "type", "chat_message", "client_id", UUID.randomUUID(), "content", "message " + sent));
                }
                long seq = sent;
                socket.await("ack", ack -> ack.get("seq").asLong() == seq);
            }
        }
        Page candidate = pages.open(ana);
        candidate.getByText(String.valueOf(MESSAGES)).first().waitFor();

        // When: opened, it shows where the new ones begin; then up, page after page
        candidate.locator(".room").click();
        candidate.locator(".log[aria-busy=false]").waitFor();
        candidate.locator(".log").hover();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    candidate.mouse().wheel(0, -20_000);
                    return candidate
                            .getByText("This is where your conversation begins.")
                            .isVisible();
                });

        // Then: all of it, in order
        assertEquals(
                true,
                candidate.evaluate(
                        "count => { const words = [...document.querySelectorAll('.words')].map(one => one.textContent);"
                                + " return words.length === count && words.every((text, i) => text === `message ${i + 1}`); }",
                        MESSAGES));
        screenshot(candidate, "long-room-beginning");

        // When: back to the end with one press, and on with the conversation
        candidate.locator(".latest").click();
        assertThat(candidate.locator(".latest")).isHidden();
        write(candidate, "So much has been said.");

        // Then
        assertThat(candidate.locator(".message.mine .state.sent, .message.mine .state.delivered"))
                .isVisible();
        assertThat(candidate.locator(".message").last()).isInViewport();
        assertThat(candidate.locator(".badge")).hasCount(0);
    }
}
