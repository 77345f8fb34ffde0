package com.carechain.system;

import static com.carechain.system.Pages.write;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.Page;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an administrator takes away is gone in every window. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class PageRedactionTest {

    @Test
    void anAdministratorRedactsAndBothWindowsSeeIt(Pages pages) throws Exception {
        // Given
        Who ana = Who.candidate("Ana Duarte");
        Who mercy = Who.employer("Mercy Hospital");
        Who admin = new Who("admin-" + UUID.randomUUID(), "Avery Admin", "admin");
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page candidate = pages.open(ana);
        Page hospital = pages.open(mercy);
        pages.enter(candidate, room);
        pages.enter(hospital, room);
        write(candidate, "My account number is 12345");
        assertThat(hospital.locator(".message .words")).hasText("My account number is 12345");
        String message = pages.person(ana)
                .get("/api/messaging/rooms/" + room + "/messages/")
                .get("results")
                .get(0)
                .get("id")
                .asText();

        // When
        pages.person(admin)
                .post(
                        "/api/messaging/admin/rooms/" + room + "/messages/" + message + "/redact",
                        "{\"reason\":\"Bank details\"}");

        // Then
        for (Page window : new Page[] {candidate, hospital}) {
            assertThat(window.locator(".message .words")).hasText("This message was deleted.");
            assertThat(window.getByText("12345")).hasCount(0);
        }
    }
}
