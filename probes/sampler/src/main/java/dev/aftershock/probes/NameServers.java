package dev.aftershock.probes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name servers that this machine is set up to ask. */
final class NameServers {

    /** Where Unix systems name them, as in resolv.conf(5). */
    static final Path FILE = Path.of("/etc/resolv.conf");

    private static final Pattern LINE = Pattern.compile("\\s*nameserver\\s+([0-9a-fA-F:.]+)(%\\S+)?\\s*");

    private NameServers() {}

    /** The first one, written as in the setting {@code server}. */
    static Optional<String> first() {
        try {
            return firstOf(Files.readAllLines(FILE, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> firstOf(List<String> lines) {
        return lines.stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .findFirst()
                .map(ip -> ip.contains(":") ? "[" + ip + "]" : ip);
    }
}
