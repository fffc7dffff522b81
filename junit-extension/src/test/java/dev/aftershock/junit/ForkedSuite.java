package dev.aftershock.junit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stranger.Launch;

/**
 * A suite that ran in a process of its own, with a state directory of its own.
 *
 * @param failures how many tests and containers failed
 * @param lines what the process printed, with the classes that it loaded
 */
record ForkedSuite(int failures, List<String> lines) {

    private static final int LONGEST_SECONDS = 180;

    static ForkedSuite run(String suite, Path folder) throws IOException, InterruptedException {
        return run(List.of(), suite, folder);
    }

    /** With another command in front of it, such as one that gives it a small disk. */
    static ForkedSuite run(List<String> before, String suite, Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xlog:class+load",
                "-cp",
                withoutAllure(),
                Launch.class.getName(),
                suite));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("AFTERSHOCK_STATE", folder.resolve("state").toString());
        Process process = builder.start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(suite + " did not end within " + LONGEST_SECONDS + " s");
        }
        return new ForkedSuite(process.exitValue(), Files.readAllLines(out));
    }

    /** Allure asks each module beside it for listeners, and so loads one of ours. */
    private static String withoutAllure() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("allure"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    boolean loaded(String type) {
        return lines.stream().anyMatch(line -> line.contains("][") && line.contains(" " + type));
    }

    /** What was printed, without the classes. */
    String output() {
        return String.join(
                "\n", lines.stream().filter(line -> !line.contains("][")).toList());
    }
}
