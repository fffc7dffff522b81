package dev.aftershock.reports.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.UnexpectedAlertBehaviour;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Chromium without a window, driven through its own driver; both are the machine's, and nothing is downloaded. */
final class Browser implements AutoCloseable {

    private static final String[] FLAGS = {
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--force-device-scale-factor=1",
        // Whatever a page asks of other machines is told by requests(), and goes nowhere.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
    };

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Tools.onPath("chromium").toFile());
        options.addArguments(FLAGS);
        // A dialog that a page opens stays open, and whatever is asked next fails.
        options.setUnhandledPromptBehaviour(UnexpectedAlertBehaviour.IGNORE);
        options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Tools.onPath("chromedriver").toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30)).scriptTimeout(Duration.ofSeconds(10));
        desktop();
    }

    /** Opens a page and forgets what the pages before it asked for. */
    void open(URI page) {
        requests();
        driver.get(page.toString());
    }

    void desktop() {
        size(1280, 900, false);
    }

    void phone() {
        size(390, 844, true);
    }

    private void size(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    String text() {
        return one("body").getText();
    }

    /** Whether a text stands on the page; quick also where the page is long. */
    boolean holds(String text) {
        return Boolean.TRUE.equals(
                driver.executeScript("return document.body.textContent.includes(arguments[0])", text));
    }

    void tab() {
        new org.openqa.selenium.interactions.Actions(driver).sendKeys(Keys.TAB).perform();
    }

    /** What a script of ours, a resource beside this class, finds in the page: an array of strings. */
    List<String> find(String script) {
        try (InputStream in = Browser.class.getResourceAsStream(script + ".js")) {
            Object found = driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return ((List<?>) found).stream().map(String::valueOf).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Object script(String text, Object... arguments) {
        return driver.executeScript(text, arguments);
    }

    /** The addresses that were asked for since the last time. */
    List<String> requests() {
        List<String> asked = new ArrayList<>();
        driver.manage().logs().get("performance").forEach(entry -> {
            try {
                JsonNode message =
                        new ObjectMapper().readTree(entry.getMessage()).path("message");
                if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                    asked.add(message.at("/params/request/url").asText());
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return asked;
    }

    void picture(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
