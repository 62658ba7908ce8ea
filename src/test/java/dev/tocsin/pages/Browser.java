package dev.tocsin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One person at one browser, with a session of their own. */
final class Browser implements AutoCloseable {

    /** How a page is looked at. */
    enum Look {
        LIGHT(1280, 900, "light"),
        DARK(1280, 900, "dark"),
        PHONE(400, 860, "light");

        private final Dimension size;
        private final String scheme;

        Look(int width, int height, String scheme) {
            this.size = new Dimension(width, height);
            this.scheme = scheme;
        }
    }

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final ChromeDriver driver;
    private final String root;
    private final boolean closely;

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** @param root the address of the server, without a slash at its end */
    Browser(String root, String language) {
        this(root, language, true);
    }

    /** @param closely whether pages are looked at in every look, and for accessibility: that takes seconds a page */
    Browser(String root, String language, boolean closely) {
        this.root = root;
        this.closely = closely;
        try {
            ChromeOptions options = new ChromeOptions();
            options.setBinary(CHROMIUM.toString());
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--hide-scrollbars",
                    "--lang=" + language,
                    "--accept-lang=" + language,
                    "--user-data-dir=" + Files.createTempDirectory("browser"));
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            logs.enable(LogType.PERFORMANCE, Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            driver = new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(DRIVER.toFile())
                            .withTimeout(PATIENCE)
                            .build(),
                    options);
            driver.manage().timeouts().scriptTimeout(PATIENCE.multipliedBy(3));
            driver.manage().window().setSize(Look.LIGHT.size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }

    /** @param path from the root of the server: {@code /tocsin/issues.xhtml?status=all} */
    Browser open(String path) {
        driver.get(root + path);
        return this;
    }

    /** With the login page, as a person does. */
    Browser signIn(String user, String password) {
        open("/tocsin/login.xhtml");
        type("[id='login:name']", user);
        type("[id='login:password']", password);
        click("[id='login:signin']");
        until(() -> !address().contains("login.xhtml"));
        return this;
    }

    /** The path and the query that are in the address bar. */
    String address() {
        return driver.getCurrentUrl().substring(root.length());
    }

    String title() {
        return driver.getTitle();
    }

    WebElement find(String css) {
        return waiting(driver -> driver.findElement(By.cssSelector(css)));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    boolean has(String css) {
        return !all(css).isEmpty();
    }

    String text(String css) {
        return waiting(driver -> driver.findElement(By.cssSelector(css)).getText());
    }

    /** All that can be read on the page. */
    String text() {
        return text("body");
    }

    Browser click(String css) {
        waiting(driver -> {
            WebElement element = driver.findElement(By.cssSelector(css));
            if (!element.isDisplayed() || !element.isEnabled()) {
                return null;
            }
            element.click();
            return element;
        });
        return this;
    }

    /** The button or link with that text. */
    Browser press(String text) {
        waiting(driver -> {
            WebElement element = driver.findElements(By.cssSelector("a, button, input[type=submit], summary")).stream()
                    .filter(WebElement::isDisplayed)
                    .filter(one -> text.equals(one.getText().strip()) || text.equals(one.getDomProperty("value")))
                    .findFirst()
                    .orElse(null);
            if (element == null || !element.isEnabled()) {
                return null;
            }
            element.click();
            return element;
        });
        return this;
    }

    /** In place of what is there. */
    Browser type(String css, String text) {
        waiting(driver -> {
            WebElement element = driver.findElement(By.cssSelector(css));
            element.clear();
            element.sendKeys(text);
            return element;
        });
        return this;
    }

    Browser choose(String css, String value) {
        waiting(driver -> {
            WebElement element = driver.findElement(By.cssSelector(css));
            new Select(element).selectByValue(value);
            return element;
        });
        return this;
    }

    Browser accept() {
        waiting(driver -> driver.switchTo().alert()).accept();
        return this;
    }

    Browser until(Supplier<Boolean> condition) {
        waiting(driver -> condition.get() ? Boolean.TRUE : null);
        return this;
    }

    Browser untilText(String css, String contained) {
        return until(() -> text(css).contains(contained));
    }

    private <T> T waiting(ExpectedCondition<T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .ignoring(org.openqa.selenium.NoSuchElementException.class)
                .ignoring(org.openqa.selenium.NoAlertPresentException.class)
                .ignoring(org.openqa.selenium.ElementClickInterceptedException.class)
                .until(driver -> {
                    try {
                        return condition.apply(driver);
                    } catch (WebDriverException e) {
                        if (wasReplaced(e)) {
                            return null;
                        }
                        throw e;
                    }
                });
    }

    /** Newer browsers say so when the page that an element was on has just made room for the next. */
    private static boolean wasReplaced(WebDriverException failure) {
        return String.valueOf(failure.getRawMessage()).contains("does not belong to the document");
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Looks at the page in one way, and keeps a picture of it for people to look at. */
    Browser picture(String name, Look look) {
        driver.manage().window().setSize(look.size);
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", look.scheme),
                                // What fades from one colour into the other is neither.
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return picture(
                Path.of("target/pictures", name + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
    }

    /** Of the page as it is. */
    Browser picture(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /**
     * What every page has to be: without a grave fault of accessibility in each look, not wider than the window, without
     * an error in the console, without a request to another host. Keeps a picture of each look.
     */
    void assertSound(String name) {
        if (!closely) {
            assertQuiet();
            return;
        }
        List<String> faults = new ArrayList<>();
        for (Look look : Look.values()) {
            picture(name, look);
            Results results = rules(look).analyze(driver);
            assertThat(results.getErrorMessage()).isNull();
            assertThat(results.getPasses()).as("rules that apply").isNotEmpty();
            for (Rule rule : results.getViolations()) {
                if (GRAVE.contains(rule.getImpact())) {
                    faults.add(look + " " + rule.getImpact() + " " + rule.getId() + ": " + rule.getNodes());
                }
            }
            long wide =
                    ((Number) script("return document.documentElement.scrollWidth - window.innerWidth")).longValue();
            if (wide > 0) {
                faults.add(look + ": wider than the window, by " + wide + " pixels");
            }
        }
        driver.manage().window().setSize(Look.LIGHT.size);
        assertThat(faults).as("faults of %s", address()).isEmpty();
        assertQuiet();
    }

    /** Between the looks, only colours differ: all the other rules would find the same again. */
    @SuppressWarnings("deprecation")
    private static AxeBuilder rules(Look look) {
        // In the page's own window: in another one it would have a second to open, and swallow what goes wrong.
        AxeBuilder all = new AxeBuilder().setLegacyMode();
        return look == Look.LIGHT ? all : all.withRules(List.of("color-contrast"));
    }

    /** What was tried on purpose was refused, which the console tells, too. */
    Browser forgetRefusals() {
        driver.manage().logs().get(LogType.BROWSER);
        return this;
    }

    /** No error in the console, and no request to another host, since it was last asked. */
    void assertQuiet() {
        List<String> errors = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
        assertThat(errors).as("the console at %s", address()).isEmpty();
        List<String> elsewhere = driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .flatMap(message -> java.util.regex.Pattern.compile("\"request\":\\{[^}]*?\"url\":\"([^\"]+)\"")
                        .matcher(message)
                        .results()
                        .map(found -> found.group(1)))
                .filter(url -> url.startsWith("http") && !url.startsWith(root))
                .toList();
        assertThat(elsewhere).as("requests to other hosts").isEmpty();
    }
}
