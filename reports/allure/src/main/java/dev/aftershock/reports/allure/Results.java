package dev.aftershock.reports.allure;

import java.io.IOException;
import java.nio.file.Path;

/** Takes the files of one result under their names. */
interface Results {

    void write(String name, String text) throws IOException;

    void copy(String name, Path source) throws IOException;
}
