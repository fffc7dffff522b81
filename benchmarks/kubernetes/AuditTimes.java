package dev.aftershock.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads an API server's audit log: each write happened between its request and the end of its answer. */
final class AuditTimes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final Instant wall;
    private final long nanos;

    /** The clock and the wall are compared once; both are of this machine. */
    AuditTimes(Path log, MonotonicClock clock) {
        this.log = log;
        this.wall = Instant.now();
        this.nanos = clock.nanos();
    }

    /** The first write of a sort to an object. */
    Optional<Moment> first(long since, String verb, String resource, String name) throws IOException {
        return writes(since, write -> is(write, verb, resource) && name(write).equals(name))
                .findFirst();
    }

    /** The first time that a controller wrote what a pod is like. */
    Optional<Moment> firstByManager(long since) throws IOException {
        return writes(since, write -> write.at("/user/username").asText().equals("manager") && isStatusOfPod(write))
                .findFirst();
    }

    /** The last time that the player of nodes said what a pod is like, which is that it is ready, before a moment is over. */
    Optional<Moment> lastReady(long since, long until) throws IOException {
        List<Moment> all = writes(
                        since, write -> write.at("/user/username").asText().equals("simulator") && isStatusOfPod(write))
                .filter(write -> write.earliest() <= until)
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private static boolean isStatusOfPod(JsonNode write) {
        return write.at("/objectRef/resource").asText().equals("pods")
                && write.at("/objectRef/subresource").asText().equals("status");
    }

    private static boolean is(JsonNode write, String verb, String resource) {
        return write.path("verb").asText().equals(verb)
                && write.at("/objectRef/resource").asText().equals(resource)
                && write.at("/objectRef/subresource").asText().isEmpty();
    }

    private static String name(JsonNode write) {
        return write.at("/objectRef/name").asText();
    }

    private Stream<Moment> writes(long since, Predicate<JsonNode> wanted) throws IOException {
        return Files.readAllLines(log).stream()
                .map(AuditTimes::parse)
                .flatMap(Optional::stream)
                .filter(write -> write.at("/responseStatus/code").asInt() / 100 == 2)
                .filter(wanted)
                .map(write -> new Moment(
                        at(write.path("requestReceivedTimestamp").asText()),
                        at(write.path("stageTimestamp").asText())))
                .filter(moment -> moment.latest() >= since)
                .sorted(Comparator.comparingLong(Moment::earliest));
    }

    /** The last line may be half written. */
    private static Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(JSON.readTree(line));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private long at(String timestamp) {
        return nanos + Duration.between(wall, Instant.parse(timestamp)).toNanos();
    }
}
