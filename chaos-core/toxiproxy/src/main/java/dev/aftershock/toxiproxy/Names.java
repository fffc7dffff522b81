package dev.aftershock.toxiproxy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of what we make on a server; each begins with our mark and the run's. */
final class Names {

    private static final int MOST_LETTERS = 80;

    private static final Pattern MARKED = Pattern.compile("aftershock-(\\d{8}-\\d{6}-[0-9a-f]{6})-");

    private Names() {}

    /** What the names of everything made for a run begin with. */
    static String prefix(String runId) {
        return "aftershock-" + runId + "-";
    }

    /** The run that made what has such a name; nothing for names of others. */
    static Optional<String> runOf(String name) {
        Matcher marked = MARKED.matcher(name);
        return marked.lookingAt() ? Optional.of(marked.group(1)) : Optional.empty();
    }

    /** The lease that all faults of a run hang on. */
    static String lease(String runId) {
        return "aftershock-" + runId;
    }

    static String proxy(String runId, String name) {
        return prefix(runId) + slug(name);
    }

    static String toxic(String runId, String faultId, String kind, Stream stream) {
        return prefix(runId) + slug(faultId) + "-" + kind + "-" + stream.word();
    }

    /** The delay that belongs to a link; never the name of a fault's toxic, which tells its kind. */
    static String distance(String runId, Stream stream) {
        return prefix(runId) + "distance-" + stream.word();
    }

    /** Lower-case letters, digits and hyphens only: the client of Toxiproxy does not escape names. */
    private static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.length() > MOST_LETTERS ? slug.substring(0, MOST_LETTERS) : slug;
    }
}
