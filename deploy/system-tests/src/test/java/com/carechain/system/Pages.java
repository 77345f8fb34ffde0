package com.carechain.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Windows of the page in a real browser, in front of the {@link SharedStack}. Without a Chromium on this machine the tests
 * that ask for it are skipped, and one line says so. Whatever a window complains of fails its test.
 */
final class Pages implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Namespace HERE = Namespace.create(Pages.class);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int PATIENCE_MILLIS = 20_000;
    /** What a browser says of a server that is away, or of a refusal that the page shows in its own words. */
    private static final Pattern EXPECTED = Pattern.compile("Failed to load resource|WebSocket connection to");

    /** Every test has people of its own. */
    record Who(String id, String name, String role) {
        static Who candidate(String name) {
            return new Who("c-" + UUID.randomUUID().toString().substring(0, 8), name, "candidate");
        }

        static Who employer(String name) {
            return new Who("e-" + UUID.randomUUID().toString().substring(0, 8), name, "employer");
        }
    }

    private record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
        static Chromium start(Path program) {
            // The browser is the machine's own: none is downloaded.
            var options = new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
            Playwright playwright = Playwright.create(options);
            Browser browser = playwright
                    .chromium()
                    .launch(new LaunchOptions()
                            .setExecutablePath(program)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
            return new Chromium(playwright, browser);
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    private LocalStack stack;
    private Browser browser;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(HERE);
        Optional<Path> program = program();
        if (program.isEmpty()) {
            store.getOrComputeIfAbsent("said", key -> {
                System.out.println("No Chromium on this machine: the browser tests are skipped.");
                return true;
            });
            Assumptions.abort("no Chromium");
        }
        stack = SharedStack.of(context);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        browser = store.getOrComputeIfAbsent("chromium", key -> Chromium.start(program.orElseThrow()), Chromium.class)
                .browser();
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    LocalStack stack() {
        return stack;
    }

    String url() {
        return stack.env().get("CARECHAIN_URL");
    }

    /** A window of that person on a desktop. */
    Page open(Who who) {
        return open(who, desktop());
    }

    /** A window of that person on a desktop, in that room. */
    Page open(Who who, String room) {
        Page page = open(who);
        enter(page, room);
        return page;
    }

    static NewContextOptions desktop() {
        return new NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin");
    }

    static NewContextOptions phone() {
        return desktop().setViewportSize(390, 780).setHasTouch(true).setIsMobile(true);
    }

    Page open(Who who, NewContextOptions how) {
        Page page = blank(how);
        // As if chosen at the sign-in, which offers the local stack's demo people only.
        page.addInitScript(
                "sessionStorage.setItem('carechain.person', JSON.stringify({ id: `%s`, name: `%s`, role: `%s` }))"
                        .formatted(who.id(), who.name(), who.role()));
        page.navigate(url());
        page.locator(".app").waitFor();
        return page;
    }

    /** A window in which nobody is signed in. */
    Page blank(NewContextOptions how) {
        BrowserContext context = browser.newContext(how);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        contexts.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean isComplaint = List.of("error", "warning").contains(message.type());
            if (isComplaint && !EXPECTED.matcher(message.text()).find()) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** A room of these two, as the job platform would have it made. */
    String room(Who candidate, Who employer, String job) throws Exception {
        String body = Person.JSON.writeValueAsString(Map.of(
                "application_id", "app-" + candidate.id(),
                "job", Map.of("id", "job-" + candidate.id(), "title", job),
                "candidate", Map.of("id", candidate.id(), "name", candidate.name()),
                "employer", Map.of("id", employer.id(), "name", employer.name())));
        return person(employer).post("/api/messaging/rooms/", body).get("id").asText();
    }

    /** The same person without a browser. */
    Person person(Who who) throws Exception {
        return Person.of(stack, who.id(), who.name(), who.role());
    }

    void enter(Page page, String room) {
        page.navigate(url() + "/#room/" + room);
        page.locator(".log[aria-busy=false]").waitFor();
    }

    static void write(Page page, String words) {
        page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill(words);
        page.keyboard().press("Enter");
    }

    /** What the windows have complained of so far: it was expected. */
    String heard() {
        String heard = String.join("\n", complaints);
        complaints.clear();
        return heard;
    }

    /** For people to look at. */
    static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        assertEquals(List.of(), heard, "what the page complained of");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pages.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }
}
