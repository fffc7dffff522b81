package dev.aftershock.reports.allure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Properties;

/** Where Allure's own library writes, by its own rules: a system property, {@code allure.properties}, a fixed name. */
final class LibrarySettings {

    private LibrarySettings() {}

    static Path folder() throws IOException {
        Properties settings = new Properties();
        load(ClassLoader.getSystemClassLoader(), settings);
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        if (ofThread != null) {
            load(ofThread, settings);
        }
        String inFile = settings.getProperty(AllureReporter.FOLDER_PROPERTY, "allure-results");
        return Path.of(System.getProperty(AllureReporter.FOLDER_PROPERTY, inFile));
    }

    private static void load(ClassLoader loader, Properties settings) throws IOException {
        try (InputStream file = loader.getResourceAsStream("allure.properties")) {
            if (file != null) {
                settings.load(file);
            }
        }
    }
}
