package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.carechain.system.Pages.write;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.system.Pages.Who;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** For everybody, on everything, and for nobody who means harm. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class PageAccessTest {

    private static final String AXE = read("/axe.min.js");

    private final Who ana = Who.candidate("Ana Duarte");
    private final Who mercy = Who.employer("Mercy Hospital");
    private final Pages pages;

    PageAccessTest(Pages pages) {
        this.pages = pages;
    }

    // --- for everybody

    @Test
    void axeFindsNoFaultWhereSomebodySignsIn() {
        Page page = pages.blank(Pages.desktop());
        page.navigate(pages.url());
        page.getByRole(AriaRole.BUTTON, named("Ana Duarte Candidate")).waitFor();
        screenshot(page, "sign-in");
        assertEquals(List.of(), faults(page));
    }

    @Test
    void axeFindsNoFaultInTheConversationInLightAndDark() throws Exception {
        // Given
        String room = conversation();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = pages.open(mercy, Pages.desktop().setColorScheme(scheme));

            // When, then: with nothing open, with a conversation, with a panel and a menu
            page.locator(".room").waitFor();
            assertEquals(List.of(), faults(page));
            pages.enter(page, room);
            page.locator(".message.theirs").last().focus();
            screenshot(page, "conversation-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
            assertEquals(List.of(), faults(page));
            page.getByRole(AriaRole.BUTTON, named("Job platform")).click();
            page.locator(".panel").waitFor();
            assertEquals(List.of(), faults(page));
            page.locator(".menu-opener").click();
            assertEquals(List.of(), faults(page));
        }
    }

    @Test
    void axeFindsNoFaultOnAPhone() throws Exception {
        String room = conversation();
        Page page = pages.open(ana, Pages.phone());
        page.locator(".room").waitFor();
        screenshot(page, "phone-list");
        assertEquals(List.of(), faults(page));
        pages.enter(page, room);
        screenshot(page, "phone-conversation");
        assertEquals(List.of(), faults(page));
        assertEquals(true, page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out");
    }

    @Test
    void onAPhoneOneThingIsShownAtATime() throws Exception {
        String room = conversation();
        Page page = pages.open(ana, Pages.phone());
        assertThat(page.locator(".rooms")).isVisible();
        assertThat(page.locator(".conversation")).isHidden();
        page.locator(".room").tap();
        assertThat(page.locator(".conversation")).isVisible();
        assertThat(page.locator(".rooms")).isHidden();
        page.goBack();
        assertThat(page.locator(".rooms")).isVisible();
        pages.enter(page, room);
        page.getByRole(AriaRole.LINK, named("All conversations")).tap();
        assertThat(page.locator(".rooms")).isVisible();
    }

    @Test
    void everythingIsReachedWithTheKeyboardAlone() throws Exception {
        // Given
        conversation();
        Page page = pages.open(mercy);
        page.locator(".room").waitFor();

        // When: to the room, and in
        tabTo(page, ".room");
        page.keyboard().press("Enter");
        page.locator(".log[aria-busy=false]").waitFor();

        // Then: writing at once
        assertThat(page.getByLabel("Message", exact())).isFocused();
        page.keyboard().type("Typed without a mouse");
        page.keyboard().press("Enter");
        assertThat(page.locator(".message.mine .words").last()).hasText("Typed without a mouse");

        // When: back to the messages, to one of them, and to its actions
        shiftTabTo(page, ".log");
        page.keyboard().press("ArrowUp");
        assertThat(page.locator(".message.mine").last()).isFocused();
        page.keyboard().press("ArrowUp");
        assertThat(page.locator(".message.theirs").last()).isFocused();
        tabTo(page, ".message.theirs .actions button");
        page.keyboard().press("Enter");

        // Then: an answer to it
        assertThat(page.locator(".context")).containsText("Replying to Ana Duarte");
        assertThat(page.getByLabel("Message", exact())).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator(".context")).isHidden();

        // When: deleted, with the dialog's own focus
        shiftTabTo(page, ".log");
        page.keyboard().press("ArrowUp");
        tabTo(page, ".message.mine [aria-label=Delete]");
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.DIALOG).waitFor();
        page.keyboard().press("Escape");

        // Then: back where it began
        assertThat(page.locator(".message.mine").last()).isFocused();

        // When
        tabTo(page, ".message.mine [aria-label=Delete]");
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.DIALOG).waitFor();
        tabTo(page, "dialog .danger");
        page.keyboard().press("Enter");

        // Then
        assertThat(page.locator(".message.mine").last()).containsText("This message was deleted.");
        assertThat(page.locator(".message.mine").last()).isFocused();
    }

    @Test
    void theFirstTabSkipsToTheConversation() throws Exception {
        conversation();
        Page page = pages.open(ana);
        page.locator(".room").waitFor();
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".conversation")).isFocused();
    }

    @Test
    void screenReadersHearWhatComesAndWhoWrites() throws Exception {
        String room = conversation();
        Page page = pages.open(ana, room);
        assertThat(page.getByRole(AriaRole.LOG)).hasAccessibleName("Messages with Mercy Hospital");
        pages.person(mercy).post("/api/messaging/rooms/" + room + "/messages/", "{\"content\":\"Can you hear me?\"}");
        pages.person(mercy).post("/api/messaging/rooms/" + room + "/messages/", "{\"content\":\"And this?\"}");
        assertThat(page.locator("body > [role=status].hidden p"))
                .hasText(new String[] {"Mercy Hospital: Can you hear me?", "Mercy Hospital: And this?"});
        assertThat(page.locator(".message.theirs").last())
                .hasAccessibleName(java.util.regex.Pattern.compile("^Mercy Hospital, \\d\\d:\\d\\d$"));
    }

    @Test
    void howManyCharactersAreLeftIsSaidNowAndThen() throws Exception {
        // Given
        String room = conversation();
        Page page = pages.open(ana, room);
        Locator composer = page.getByLabel("Message", exact());
        Locator shown = page.locator(".count");
        Locator said = page.locator(".composer [role=status]");

        // When, then
        composer.fill("x".repeat(9_500));
        assertThat(shown).hasText("500 characters left");
        assertThat(said).isEmpty();
        composer.fill("x".repeat(9_900));
        assertThat(said).hasText("100 characters left");
        page.keyboard().type("x");
        assertThat(shown).hasText("99 characters left");
        assertThat(said).hasText("100 characters left");
        composer.fill("x".repeat(10_001));
        assertThat(shown).hasText("1 character too many");
        assertThat(said).hasText("1 character too many");
    }

    @Test
    void theReadersOwnSizeOfTextCounts() {
        Page page = pages.open(ana);
        CDPSession browser = page.context().newCDPSession(page);
        browser.send("Page.setFontSizes", fontSize(32));
        assertThat(page.locator("html")).hasCSS("font-size", "30px");
    }

    @Test
    void theActionsOfAMessageCoverNothing() throws Exception {
        String room = conversation();
        for (NewContextOptions how : List.of(Pages.desktop(), Pages.phone())) {
            Page page = pages.open(mercy, how);
            pages.enter(page, room);
            for (String message : List.of("mine", "theirs")) {
                page.locator(".message:not(.gone)." + message).last().focus();
                Locator actions = page.locator(".message:focus .actions");
                assertThat(actions).isVisible();
                assertThat(actions).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
                assertEquals(List.of(), actions.evaluate(COVERED), message);
            }
        }
    }

    /** The bubbles that an element lies on. */
    private static final String COVERED = """
            element => {
              const one = element.getBoundingClientRect();
              const isUnder = other => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
              return [...document.querySelectorAll('.bubble')].filter(bubble => isUnder(bubble.getBoundingClientRect())).map(bubble => bubble.innerText);
            }""";

    private static JsonObject fontSize(int pixels) {
        JsonObject sizes = new JsonObject();
        sizes.addProperty("standard", pixels);
        JsonObject settings = new JsonObject();
        settings.add("fontSizes", sizes);
        return settings;
    }

    // --- for nobody who means harm

    @Test
    void whateverIsWrittenStaysText() throws Exception {
        // Given
        List<String> attempts = List.of(
                "<img src=x onerror=\"window.harmed = true\">",
                "<script>window.harmed = true</script>",
                "\"><svg onload=window.harmed=true>",
                "<iframe srcdoc=\"<script>parent.harmed = true</script>\"></iframe>",
                "javascript:window.harmed=true",
                "https://example.org/\"onmouseover=\"window.harmed=true",
                "data:text/html,<script>harmed=true</script>",
                "{{constructor.constructor('window.harmed=true')()}}",
                "\u202Etxt.exe");
        Who rogue = Who.candidate("<img src=x onerror='window.harmed=true'>");
        String room = pages.room(rogue, mercy, "<b onclick=window.harmed=true>bold</b>");
        Page page = pages.open(mercy, room);

        // When
        Person writer = pages.person(rogue);
        for (String attempt : attempts) {
            writer.post(
                    "/api/messaging/rooms/" + room + "/messages/",
                    Person.JSON.writeValueAsString(Map.of("content", attempt)));
        }

        // Then
        assertThat(page.locator(".message.theirs")).hasCount(attempts.size());
        List<String> shown =
                new ArrayList<>(page.locator(".message.theirs .words").allTextContents());
        assertEquals(attempts, shown);
        assertEquals(
                0,
                page.locator(".message img, .message script, .message iframe, .message svg[onload], .with img, .with b")
                        .count());
        for (Locator link : page.locator(".message a").all()) {
            assertTrue(link.getAttribute("href").startsWith("https://example.org/"), link.getAttribute("href"));
            assertEquals("noopener noreferrer", link.getAttribute("rel"));
            link.hover();
        }
        assertEquals(true, page.evaluate("window.harmed === undefined"));
    }

    @Test
    void addressesBecomeLinksThatTellNothingAndReachNothing() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "Nurse");
        Page page = pages.open(mercy, room);

        // When
        write(page, "See https://example.org/a_(b)?x=1&y=2, or (http://example.org/c). Not ftp://example.org/d");

        // Then
        Locator links = page.locator(".message a");
        assertEquals(List.of("https://example.org/a_(b)?x=1&y=2", "http://example.org/c"), links.allInnerTexts());
        assertThat(links.first()).hasAttribute("target", "_blank");
    }

    /** Written backwards, and turned around by an invisible character, an address would seem to lead to another's house. */
    @Test
    void anAddressIsReadFromItsBeginning() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "Nurse");
        Page page = pages.open(mercy, room);

        // When
        write(page, "\u202Ehttps://example.org/ku.shn//:sptth");

        // Then: the first letter stands left of the second
        Locator link = page.locator(".message a");
        assertThat(link).hasCount(1);
        assertThat(page.locator(".message .state.sending")).hasCount(0); // it is drawn anew once it is stored
        screenshot(page, "turned-around");
        assertEquals(true, link.evaluate("""
                link => {
                  const [words] = link.childNodes;
                  const left = at => {
                    const letter = document.createRange();
                    letter.setStart(words, at);
                    letter.setEnd(words, at + 1);
                    return letter.getBoundingClientRect().left;
                  };
                  return left(0) < left(1);
                }"""));
    }

    /** What one person writes covers nothing of what the other has written. */
    @Test
    void piledUpAccentsStayInTheirMessage() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "Nurse");
        Page page = pages.open(mercy, room);
        write(page, "An agreed time");
        assertThat(page.locator(".message.mine")).hasCount(1);

        // When
        pages.person(ana)
                .post(
                        "/api/messaging/rooms/" + room + "/messages/",
                        Person.JSON.writeValueAsString(Map.of("content", "e" + "\u0301".repeat(100))));
        assertThat(page.locator(".message.theirs .words")).isVisible();

        // Then
        assertEquals(
                "clip", page.locator(".message.theirs .words").evaluate("words => getComputedStyle(words).overflowY"));
        screenshot(page, "accents");
    }

    @Test
    void thePolicyAllowsNoScriptButOursAndNoOtherOrigin() throws Exception {
        // When
        Page page = pages.blank(Pages.desktop());
        Response answer = page.navigate(pages.url());
        String policy = answer.headerValue("content-security-policy");

        // Then
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("script-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(policy.contains("http"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        Object refused = page.evaluate(
                "() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken'; } catch (e) { return e.name; } }");
        assertEquals("TypeError", refused, "text does not become HTML, not even by mistake");
        assertTrue(pages.heard().contains("TrustedHTML"));
    }

    /** With words, a file and a tombstone. */
    private String conversation() throws Exception {
        String room = pages.room(ana, mercy, "ICU Nurse, nights");
        String messages = "/api/messaging/rooms/" + room + "/messages/";
        String file = Person.JSON
                .readTree(pages.person(mercy)
                        .upload(room, "Contract of employment.txt", "Welcome".getBytes(StandardCharsets.UTF_8))
                        .body())
                .get("id")
                .asText();
        pages.person(mercy).post(messages, "{\"message_type\":\"file\",\"attachment_ids\":[\"%s\"]}".formatted(file));
        String slip = pages.person(mercy)
                .post(messages, "{\"content\":\"Not for you\"}")
                .get("id")
                .asText();
        pages.person(mercy).send(messages + slip + "/", HttpRequest.Builder::DELETE);
        pages.person(ana)
                .post(
                        "/api/messaging/rooms/" + room + "/messages/",
                        "{\"content\":\"Good morning! See https://example.org/cv\"}");
        pages.person(mercy).post("/api/messaging/rooms/" + room + "/messages/", "{\"content\":\"Good morning, Ana.\"}");
        pages.person(mercy)
                .post("/api/messaging/rooms/" + room + "/messages/", "{\"content\":\"Could you come by next week?\"}");
        pages.person(ana).post("/api/messaging/rooms/" + room + "/messages/", "{\"content\":\"With pleasure.\"}");
        return room;
    }

    /** What axe-core calls serious or critical: rule, and where. */
    @SuppressWarnings("unchecked")
    private static List<String> faults(Page page) {
        page.evaluate(AXE + "; undefined");
        return (List<String>) page.evaluate("async () => (await axe.run()).violations"
                + ".filter(one => ['serious', 'critical'].includes(one.impact))"
                + ".flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`))");
    }

    private static String read(String resource) {
        try (InputStream in = PageAccessTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void tabTo(Page page, String selector) {
        press(page, "Tab", selector);
    }

    private static void shiftTabTo(Page page, String selector) {
        press(page, "Shift+Tab", selector);
    }

    private static void press(Page page, String key, String selector) {
        for (int times = 0; times < 25; times++) {
            page.keyboard().press(key);
            if (Boolean.TRUE.equals(page.evaluate("selector => document.activeElement.matches(selector)", selector))) {
                return;
            }
        }
        throw new AssertionError(selector + " is not reached with " + key);
    }

    private static GetByLabelOptions exact() {
        return new GetByLabelOptions().setExact(true);
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name);
    }
}
