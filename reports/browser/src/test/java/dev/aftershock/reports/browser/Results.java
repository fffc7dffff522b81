package dev.aftershock.reports.browser;

import dev.aftershock.reports.allure.AllureReporter;
import java.io.IOException;
import java.nio.file.Path;

/** Several runs in one results folder, as the system property makes it in a build. */
final class Results {

    private Results() {}

    static void write(Runs run, Path directory, Path results) throws IOException {
        System.setProperty(AllureReporter.FOLDER_PROPERTY, results.toString());
        try {
            run.reported(directory);
        } finally {
            System.clearProperty(AllureReporter.FOLDER_PROPERTY);
        }
    }
}
