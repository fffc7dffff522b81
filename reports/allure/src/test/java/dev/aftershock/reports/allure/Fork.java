package dev.aftershock.reports.allure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of its own that reports runs into a results folder which it shares with others, as the forks of a build do. */
final class Fork {

    private Fork() {}

    /** The fork's name, and how many runs to report. */
    public static void main(String[] words) throws IOException {
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            Played played = new Played();
            played.run = words[0] + "-" + i;
            played.machine = Map.of(played.run, "was here");
            Path directory = Files.createTempDirectory("run");
            try {
                new AllureReporter().report(played.result(directory), List.of());
            } catch (IOException e) {
                System.out.println("told: " + e.getMessage());
            } finally {
                Files.deleteIfExists(directory);
            }
        }
    }

    static ProcessBuilder process(Path results, String... words) {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + AllureReporter.FOLDER_PROPERTY + "=" + results,
                "-cp",
                System.getProperty("java.class.path"),
                Fork.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
