package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.openqa.selenium.OutputType;

/** What is asked of every page of ours. */
final class Layout {

    private static final int TABS = 200;
    private static final String DARK_PAGE = "rgb(14, 17, 21)";

    private Layout() {}

    /** The drawing shows something, its words do not stand on each other, and it says what it is. */
    static void assertDrawn(Browser browser) throws IOException {
        assertThat(browser.all("figure svg text").size()).isGreaterThan(5);
        assertThat(browser.find("overlaps")).isEmpty();
        byte[] png = browser.one("figure svg").getScreenshotAs(OutputType.BYTES);
        assertThat(colours(ImageIO.read(new ByteArrayInputStream(png)))).isGreaterThan(5);
        assertThat(browser.find("nameless")).isEmpty();
    }

    private static int colours(BufferedImage picture) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < picture.getWidth(); x += 2) {
            for (int y = 0; y < picture.getHeight(); y += 2) {
                colours.add(picture.getRGB(x, y) & 0xF0F0F0);
            }
        }
        return colours.size();
    }

    /** At a phone's width nothing sticks out. */
    static void assertFitsAPhone(Browser browser) {
        browser.phone();
        assertThat(browser.find("overflows")).isEmpty();
    }

    /** Words are dark enough on light, and light enough on dark. */
    static void assertReadable(Browser browser) {
        browser.dark(false);
        assertThat(browser.find("faint")).isEmpty();
        browser.dark(true);
        assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(DARK_PAGE);
        assertThat(browser.find("faint")).isEmpty();
    }

    /** Nothing runs, and nothing is asked for but the page. */
    static void assertStandsAlone(Browser browser) {
        assertThat(browser.all("script, iframe, object, embed, link, base, form, img"))
                .isEmpty();
        assertThat(browser.find("references")).isEmpty();
        assertThat(browser.requests()).hasSize(1).allMatch(address -> address.startsWith("file:"));
    }

    /** Whoever presses Tab comes to everything that can be clicked or scrolled. */
    static void assertReachable(Browser browser) {
        List<String> wanted = browser.find("unreached");
        browser.script("document.activeElement.blur(); window.scrollTo(0, 0)");
        for (int i = 0; i < TABS && !browser.find("unreached").isEmpty(); i++) {
            browser.tab();
            browser.script("document.activeElement.setAttribute('data-reached', '')");
        }
        assertThat(browser.find("unreached")).as("not reached, of " + wanted).isEmpty();
    }
}
