package dev.aftershock.guard;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Programs of ours in processes of their own: on the JDK that runs this one, and with nothing of its environment. */
public final class JavaProgram {

    /** Small and quick to start; what it holds is small, and it must not need more when the machine is short of memory. */
    public static final List<String> FRUGAL = List.of(
            "-Xms2m",
            "-Xmx8m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=6m",
            "-XX:MaxMetaspaceSize=16m",
            "-XX:-UsePerfData",
            "-Xshare:auto");

    private JavaProgram() {}

    /**
     * What starts a program.
     *
     * @param options of its JVM
     * @param classes the one with its main method, and one of each jar or folder that it needs besides
     * @param arguments of the program
     * @throws IOException when the classes are in no file or folder
     */
    public static ProcessBuilder of(List<String> options, List<Class<?>> classes, String... arguments)
            throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> each : classes) {
            places.add(place(each).toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp", String.join(File.pathSeparator, places), classes.get(0).getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File(System.getProperty("java.home")));
        builder.environment().clear();
        return builder;
    }

    private static Path place(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IOException(
                    type.getName() + ", which a process of its own runs, is in no file or folder;"
                            + " put its jar on the class path as a file",
                    e);
        }
    }
}
