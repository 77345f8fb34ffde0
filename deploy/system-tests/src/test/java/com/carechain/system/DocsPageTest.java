package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.GetByRoleOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The REST documents of all services in a browser, under the page's policy: what that refuses fails the test. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class DocsPageTest {

    private final Who ana = Who.candidate("Ana Duarte");
    private final Pages pages;

    DocsPageTest(Pages pages) {
        this.pages = pages;
    }

    @Test
    void everyServiceCanBeReadAndWhatIsForUsersTried() throws Exception {
        // Given
        pages.room(ana, Who.employer("Mercy Hospital"), "ICU Nurse, nights");
        Page page = pages.blank(Pages.desktop());
        page.navigate(pages.url() + "/dev/docs");
        Locator rooms = operation(page, "get", "/api/messaging/rooms");
        rooms.waitFor();
        screenshot(page, "docs");

        // When
        page.locator(".auth-wrapper .authorize").click();
        page.locator(".auth-container input").fill(pages.person(ana).token());
        page.locator(".auth-container .authorize").click();
        page.locator(".auth-container .btn-done").click();
        rooms.locator(".opblock-summary").click();
        button(rooms, "Try it out").click();
        button(rooms, "Execute").click();

        // Then
        assertThat(rooms.locator(".live-responses-table .response-col_status").last())
                .containsText("200");
        assertThat(rooms.locator(".live-responses-table")).containsText("ICU Nurse, nights");

        // When
        page.locator("#select").selectOption(new SelectOption().setLabel("presence-service"));
        operation(page, "get", "/api/messaging/online-status").waitFor();
        page.locator("#select").selectOption(new SelectOption().setLabel("jobs-bridge-service"));
        Locator replay = operation(page, "post", "/internal/dlq/replay");
        replay.locator(".opblock-summary").click();

        // Then
        assertThat(replay.locator(".opblock-body")).isVisible();
        assertThat(button(replay, "Try it out")).hasCount(0);
    }

    private static Locator operation(Page page, String method, String path) {
        return page.locator(".opblock-" + method)
                .filter(new Locator.FilterOptions().setHas(page.locator("[data-path='" + path + "']")));
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }
}
