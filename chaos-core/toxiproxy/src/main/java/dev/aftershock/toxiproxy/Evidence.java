package dev.aftershock.toxiproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our own proxy counted of one toxic's deeds.
 *
 * @param connections that it met
 * @param met bytes that came to it
 * @param deeds what it did, each in words
 * @param firstEffect how long before the answer it first did anything; empty for never
 */
record Evidence(long connections, long met, List<String> deeds, Optional<Duration> firstEffect) {

    private static final String NUMBER = "(-?\\d{1,18})";

    /**
     * Reads the proxy's answer.
     *
     * @throws IOException when it is no evidence
     */
    static Evidence read(String json) throws IOException {
        List<String> deeds = new ArrayList<>();
        for (String way : List.of("delayed", "dropped", "altered")) {
            Affected affected = affected(json, way);
            // The end of a stream is a chunk without bytes.
            if (affected.chunks() > 0) {
                deeds.add(affected.bytes() + " bytes in " + affected.chunks() + " chunks " + way);
            }
        }
        for (String way : List.of("closed", "reset")) {
            long connections = number(json, way);
            if (connections > 0) {
                deeds.add(connections + " connections " + way);
            }
        }
        Optional<Duration> first = json.contains("\"firstEffectNanos\"")
                ? Optional.of(Duration.ofNanos(number(json, "nowNanos") - number(json, "firstEffectNanos")))
                : Optional.empty();
        return new Evidence(number(json, "connections"), affected(json, "met").bytes(), deeds, first);
    }

    private record Affected(long chunks, long bytes) {}

    private static Affected affected(String json, String way) throws IOException {
        MatchResult found = find(json, "\"" + way + "\":\\{\"chunks\":" + NUMBER + ",\"bytes\":" + NUMBER + "\\}");
        return new Affected(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
    }

    private static long number(String json, String key) throws IOException {
        return Long.parseLong(find(json, "\"" + key + "\":" + NUMBER + "[,}]").group(1));
    }

    private static MatchResult find(String json, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(json);
        if (!matcher.find()) {
            throw new IOException("expected the evidence of a toxic with " + pattern + ", but the proxy said " + json);
        }
        return matcher;
    }

    /** Whether it did anything, or at least met bytes. */
    boolean shows(boolean meetingCounts) {
        return firstEffect.isPresent() || (meetingCounts && met > 0);
    }

    @Override
    public String toString() {
        return connections + " connections and " + met + " bytes met"
                + deeds.stream().map(deed -> ", " + deed).reduce("", String::concat)
                + firstEffect
                        .map(ago -> ", for the first time " + Wire.millis(ago) + " ago")
                        .orElse("");
    }
}
