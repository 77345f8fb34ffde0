package com.carechain.system;

import static com.carechain.system.Pages.screenshot;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.system.Pages.Who;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Pictures, files and appointments. */
@ExtendWith(Pages.class)
@ResourceLock(SharedStack.LOCK)
class PageFilesTest {

    private static final byte[] PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Who ana = Who.candidate("Ana Duarte");
    private final Who mercy = Who.employer("Mercy Hospital");
    private final Pages pages;

    PageFilesTest(Pages pages) {
        this.pages = pages;
    }

    @Test
    void aPictureIsSentShownSmallAndOpened() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page candidate = pages.open(ana);
        Page hospital = pages.open(mercy);
        pages.enter(candidate, room);
        pages.enter(hospital, room);

        // When
        candidate.locator("input[type=file]").setInputFiles(new FilePayload("diploma.png", "image/png", picture()));
        assertThat(candidate.locator(".tray li")).containsText("diploma.png");
        candidate
                .getByLabel("Message", new Page.GetByLabelOptions().setExact(true))
                .fill("My diploma");
        screenshot(candidate, "file-to-send");
        candidate.keyboard().press("Enter");

        // Then
        Locator small = hospital.locator(".message.theirs .picture img");
        assertThat(small).isVisible();
        hospital.waitForCondition(() -> (Boolean) small.evaluate("image => image.complete && image.naturalWidth > 0"));
        assertThat(hospital.locator(".message.theirs .words")).hasText("My diploma");
        assertThat(candidate.locator(".message.mine .state.read")).isVisible();
        screenshot(hospital, "picture");

        // When
        hospital.locator(".message.theirs .picture").click();

        // Then
        Locator large = hospital.locator(".lightbox img");
        hospital.waitForCondition(() -> Integer.valueOf(1200).equals(large.evaluate("image => image.naturalWidth")));
        screenshot(hospital, "picture-opened");
        hospital.keyboard().press("Escape");
        assertThat(hospital.locator(".lightbox")).hasCount(0);
    }

    @Test
    void aDroppedFileArrivesByteForByte() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page candidate = pages.open(ana);
        Page hospital = pages.open(mercy);
        pages.enter(candidate, room);
        pages.enter(hospital, room);

        // When
        var dropped = candidate.evaluateHandle(
                "text => { const data = new DataTransfer(); data.items.add(new File([text], 'cv.pdf', { type: 'application/pdf' })); return data; }",
                new String(PDF, StandardCharsets.US_ASCII));
        candidate.dispatchEvent(".conversation", "dragenter", java.util.Map.of("dataTransfer", dropped));
        assertThat(candidate.locator(".curtain")).isVisible();
        candidate.dispatchEvent(".conversation", "drop", java.util.Map.of("dataTransfer", dropped));
        assertThat(candidate.locator(".curtain")).isHidden();
        candidate.keyboard().press("Enter");

        // Then
        Locator file = hospital.locator(".message.theirs .file");
        assertThat(file).containsText("cv.pdf");
        Download download = hospital.waitForDownload(
                () -> file.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Download cv.pdf"))
                        .click());
        assertArrayEquals(PDF, Files.readAllBytes(download.path()));
    }

    @Test
    void aFileThatIsRefusedSaysWhyAndCanBeDiscarded() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page candidate = pages.open(ana, room);

        // When
        byte[] program = "MZ\u0090\0\3\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        candidate
                .locator("input[type=file]")
                .setInputFiles(new FilePayload("setup.exe", "application/x-msdownload", program));
        candidate.keyboard().press("Enter");

        // Then
        Locator failed = candidate.locator("p.failed");
        assertThat(failed).containsText("Files of this kind cannot be sent here. You can send PDF, Word, ");
        assertThat(failed.getByText("Try again")).hasCount(0);
        screenshot(candidate, "file-refused");
        failed.getByText("Discard").click();
        assertThat(candidate.locator(".message")).hasCount(0);
        assertThat(candidate.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)))
                .isFocused();
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenUploaded() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page candidate = pages.open(ana, room);

        // When
        var dropped = candidate.evaluateHandle(
                "size => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array(size)], 'scan.pdf')); return data; }",
                25 * 1024 * 1024 + 1);
        candidate.dispatchEvent(".conversation", "drop", java.util.Map.of("dataTransfer", dropped));

        // Then
        assertThat(candidate.locator(".toast")).hasText("scan.pdf is too large. At most 25 MB in one file.");
        assertThat(candidate.locator(".tray li")).hasCount(0);
        screenshot(candidate, "file-too-large");
    }

    @Test
    void aLongNameLeavesTheDownloadBesideItOnAPhone() throws Exception {
        // Given
        String room = pages.room(ana, mercy, "ICU Nurse");
        Page candidate = pages.open(ana, Pages.phone());
        Page hospital = pages.open(mercy, Pages.phone());
        pages.enter(candidate, room);
        pages.enter(hospital, room);

        // When
        candidate
                .locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "Curriculum vitae and all certificates of Ana Duarte.pdf", "application/pdf", PDF));
        candidate
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send"))
                .tap();

        // Then
        for (Page page : new Page[] {candidate, hospital}) {
            page.waitForFunction("() => document.querySelector('.file .round')?.getBoundingClientRect().top"
                    + " < document.querySelector('.file .file-icon')?.getBoundingClientRect().bottom");
        }
        screenshot(hospital, "phone-file");
    }

    @Test
    void anInterviewGoesIntoTheCalendar() throws Exception {
        // Given
        pages.stack().publish("""
                {"specversion":"1.0","id":"evt-%1$s","source":"/job-platform","type":"com.carechain.application.interview-scheduled",
                 "data":{"application_id":"app-%1$s","version":1,"occurred_at":"2026-01-28T10:20:00.000Z",
                  "job":{"id":"job-1","title":"ICU Nurse"},"candidate":{"id":"%1$s","name":"Ana Duarte"},
                  "employer":{"id":"%2$s","name":"Mercy Hospital"},"status":"interview",
                  "interview":{"id":"interview-%1$s","starts_at":"2026-02-03T15:00:00.000Z","duration_minutes":45,
                   "time_zone":"America/New_York","location":"North Wing, Room 2.14"}}}""".formatted(ana.id(), mercy.id()));
        Page candidate = pages.open(ana);
        candidate.locator(".room").click();
        Locator card = candidate.locator(".card.interview_scheduled");
        assertThat(card).containsText("16:00");
        assertThat(card).containsText("New York");

        // When
        Download download = candidate.waitForDownload(
                () -> card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add to calendar"))
                        .click());

        // Then
        String calendar = Files.readString(download.path());
        assertTrue(calendar.startsWith("BEGIN:VCALENDAR"), calendar);
        assertTrue(calendar.contains("North Wing"), calendar);
    }

    private static byte[] picture() throws IOException {
        var image = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 1200; x++) {
            for (int y = 0; y < 800; y++) {
                image.setRGB(x, y, Color.HSBtoRGB(0.45f + x / 6000f, 0.5f, 0.6f + y / 2400f));
            }
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
