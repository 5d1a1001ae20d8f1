package dev.eventferry.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.opentest4j.TestAbortedException;

/**
 * The machine's Chromium without a window, and what tests ask of the page in it. Every page it opens is watched: broken
 * policies, errors and what the page was told are kept until they are asked for.
 */
public final class Browser implements AutoCloseable {

    /** Says where Chromium is when it is neither where Debian puts it nor in the PATH; the second its driver. */
    private static final String BINARY = "ferry.test.chromium";

    private static final String DRIVER = "ferry.test.chromedriver";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WATCH = resource("watch.js");
    private static final String MARKUP = resource("markup.js");
    private static final String SHAPE = resource("shape.js");

    /** Selenium would warn that it lacks its own words for this Chromium's DevTools, which nobody uses here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    /** Elements that people act on, by the role that Chromium gives them. */
    private static final List<String> ACTING = List.of(
            "button", "link", "textbox", "searchbox", "combobox", "checkbox", "progressbar", "region", "navigation");

    private final ChromeDriver chrome;

    private Browser(ChromeDriver chrome) {
        this.chrome = chrome;
    }

    /**
     * Starts it; the tests are skipped where there is none.
     *
     * @param profile an empty folder for what it keeps
     */
    public static Browser start(Path profile) {
        File binary = find(BINARY, "chromium", "chromium-browser", "google-chrome");
        File driver = find(DRIVER, "chromedriver");
        if (binary == null || driver == null) {
            String reason = "SKIPPED: no " + (binary == null ? "Chromium" : "chromedriver")
                    + " for the tests of the inspector: apt-get install chromium chromium-driver, or -D" + BINARY
                    + "=FILE -D" + DRIVER + "=FILE";
            System.out.println(reason);
            throw new TestAbortedException(reason);
        }
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(binary);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--no-first-run",
                "--lang=en-GB",
                "--hide-scrollbars",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver)
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        ChromeDriver chrome = new ChromeDriver(service, options);
        chrome.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        return new Browser(chrome);
    }

    /** Opens an address as somebody who was never there. */
    public void openAnew(String address) {
        chrome.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        chrome.get("about:blank");
        log();
        chrome.get(address);
    }

    /** Opens the same address again, as who one is. */
    public void reload() {
        chrome.navigate().refresh();
    }

    /** Types a key into the page that asks for it, and waits for the page behind. */
    public void signIn(String key) {
        until("the page asks for a key", "return document.getElementById('key') !== null");
        assertOnly(log(), "401"); // the page asked whether it is signed in
        type(key + Keys.ENTER);
        until("somebody is signed in", "return !document.querySelector('nav').hidden");
    }

    /** The views of the page, as its navigation names them by what stands behind the {@code #}. */
    public List<String> views() {
        return JSON.convertValue(
                run("return [...document.querySelectorAll('nav a')].map((link) => link.hash.slice(1))"),
                JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** Shows a view, and waits until it has drawn its figures. */
    public void show(String view) {
        run("document.getElementById('fresh').textContent = ''");
        if (view.equals(run("return location.hash.slice(1)"))) {
            run("location.hash = '#overview-anew'"); // no view of that name: the first
        }
        run("location.hash = arguments[0]", "#" + view);
        untilDrawn(view);
    }

    /** Waits until the view shown has drawn its figures. */
    public void untilDrawn(String view) {
        until("the view " + view + " is drawn", """
                return document.querySelector('nav a[aria-current]')?.hash === '#' + arguments[0]
                    && document.getElementById('fresh').className === 'quiet'
                    && document.getElementById('fresh').textContent !== ''""", view);
    }

    /** The one element that a selector means, as soon as it is there. */
    public WebElement the(String selector) {
        until(selector + " is there", "return document.querySelector(arguments[0]) !== null", selector);
        return chrome.findElement(By.cssSelector(selector));
    }

    /** Whether there is such an element. */
    public boolean has(String selector) {
        return !chrome.findElements(By.cssSelector(selector)).isEmpty();
    }

    /** Clicks what a selector means. */
    public void click(String selector) {
        the(selector).click();
    }

    /** Types where the focus is. */
    public void type(CharSequence... keys) {
        new Actions(chrome).sendKeys(keys).perform();
    }

    /** Says yes to the question that the page asks, and returns it. */
    public String confirm() {
        Awaitility.await().pollInSameThread().atMost(PATIENCE).until(this::asks);
        String question = chrome.switchTo().alert().getText();
        chrome.switchTo().alert().accept();
        return question;
    }

    /** Whether a dialog is open. */
    public boolean asks() {
        try {
            chrome.switchTo().alert();
            return true;
        } catch (NoAlertPresentException e) {
            return false;
        }
    }

    /** What the view shows, as text. */
    public String text() {
        return Objects.requireNonNull((String) run("return document.querySelector('main').textContent"));
    }

    /** The texts of a table's cells, row by row; a table is named by what its caption begins with. */
    public List<List<String>> rows(String caption) {
        Object rows = run("""
                const table = [...document.querySelectorAll('main table')]
                    .find((each) => each.caption.textContent.startsWith(arguments[0]));
                return [...(table?.tBodies[0].rows ?? [])].map((row) => [...row.cells].map((cell) => cell.textContent));
                """, caption);
        List<List<String>> read = new ArrayList<>();
        JSON.valueToTree(rows).forEach(row -> {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.asText()));
            read.add(cells);
        });
        return read;
    }

    /** Runs a script in the page, for its result. */
    public @Nullable Object run(String script, Object... arguments) {
        return chrome.executeScript(script, arguments);
    }

    /** Waits until a script in the page says true. */
    public void until(String what, String script, Object... arguments) {
        Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(25))
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(run(script, arguments)));
    }

    /** Pretends a screen of that size. */
    public void size(int width, int height) {
        chrome.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Pretends that people like their screen {@code light} or {@code dark}. */
    public void colours(String scheme) {
        chrome.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What is wrong with what is seen, for the eye or for a screen reader; a sentence each. */
    public List<String> complaints() {
        List<String> complaints = strings(run(SHAPE));
        chrome.executeCdpCommand("Accessibility.enable", Map.of());
        JsonNode tree = JSON.valueToTree(chrome.executeCdpCommand("Accessibility.getFullAXTree", Map.of()));
        for (JsonNode node : tree.path("nodes")) {
            String role = node.at("/role/value").asText();
            if (ACTING.contains(role)
                    && !node.path("ignored").asBoolean()
                    && node.at("/name/value").asText().isBlank()) {
                complaints.add("a " + role + " without a name");
            }
        }
        return complaints;
    }

    /** What stands in the document that the page did not put there: elements and attributes. */
    public List<String> strangers() {
        return strings(run(MARKUP));
    }

    /** What was kept since the last time: policies that were broken, errors of scripts, dialogs, lines in the console. */
    public List<String> trouble() {
        List<String> trouble = new ArrayList<>();
        while (asks()) {
            trouble.add("dialog: " + chrome.switchTo().alert().getText());
            chrome.switchTo().alert().accept();
        }
        trouble.addAll(strings(run("return window.watch.seen.splice(0)")));
        trouble.addAll(log());
        return trouble;
    }

    /** The newest answer that the page got from an address that begins so; null when there was none. */
    public @Nullable JsonNode told(String path) throws IOException {
        Object text = run(
                "return window.watch.told.filter((each) => each.path.startsWith(arguments[0])).at(-1)?.text ?? null",
                path);
        return text == null ? null : JSON.readTree(text.toString());
    }

    /** Writes what is seen as a picture. */
    public void picture(Path file) throws IOException {
        Map<String, Object> taken =
                chrome.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", false));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(String.valueOf(taken.get("data"))));
    }

    @Override
    public void close() {
        chrome.quit();
    }

    private List<String> log() {
        return chrome.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    private static void assertOnly(List<String> lines, String expected) {
        if (!lines.stream().allMatch(line -> line.contains(expected))) {
            throw new AssertionError("the console says more than " + expected + ": " + lines);
        }
    }

    private static List<String> strings(@Nullable Object list) {
        List<String> strings = new ArrayList<>();
        JSON.valueToTree(list).forEach(each -> strings.add(each.asText()));
        return strings;
    }

    private static @Nullable File find(String property, String... names) {
        String given = System.getProperty(property);
        if (given != null) {
            File file = new File(given);
            return file.canExecute() ? file : null;
        }
        List<String> folders = Stream.concat(
                        Stream.of("/usr/bin"),
                        Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                .split(File.pathSeparator, -1)))
                .toList();
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream("/browser/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
