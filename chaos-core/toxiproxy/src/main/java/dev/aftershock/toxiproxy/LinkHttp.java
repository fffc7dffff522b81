package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code http}: some of the HTTP/1.1 requests on a link are answered with an error, kept back, or
 * end in a reset.
 *
 * <p>A request sent before the one before it was answered (pipelined) is left alone, and so is all that follows anything
 * else than HTTP/1.1, such as TLS. Only our own proxy can do this.
 *
 * @param link the link, or a pattern for several
 * @param status with which a request is answered, 200 to 599; it never reaches the server
 * @param delay for which a request is kept back, in whole milliseconds, at most an hour
 * @param abort whether the connection of a request is reset; exactly one of the three is given
 * @param method the method that is meant; any if empty
 * @param path what the target of a request begins with; any if empty
 * @param every which of the meant requests is struck, 1 for each, 3 for each third
 */
public record LinkHttp(
        @Setting("The link whose requests are struck, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("The status that a request is answered with, 200 to 599; it never reaches the server.")
        Optional<Long> status,

        @Setting("How long a request is kept back, in whole milliseconds.")
        Optional<Duration> delay,

        @Setting(value = "Whether the connection of a request is reset.", byDefault = "false")
        boolean abort,

        @Setting("The method of the requests that are meant, such as POST; without it any.")
        Optional<String> method,

        @Setting("What the target of the requests that are meant begins with, such as /orders; without it any.")
        Optional<String> path,

        @Setting(value = "Which of the meant requests is struck: 1 for each, 3 for each third.", byDefault = "1")
        long every) {

    static final String KIND = "http";

    private static final long LEAST_STATUS = 200;
    private static final long MOST_STATUS = 599;
    private static final long MOST_EVERY = 1_000_000_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range, or not exactly one effect is given
     */
    public LinkHttp {
        if (status.filter(code -> code < LEAST_STATUS || code > MOST_STATUS).isPresent()) {
            throw new IllegalArgumentException(
                    "'status' is " + status.get() + "; expected " + LEAST_STATUS + " to " + MOST_STATUS);
        }
        if (delay.isPresent() && Millis.of("delay", delay.get()) < 1) {
            throw new IllegalArgumentException("'delay' is no delay at all; expected 1ms or more");
        }
        long effects = status.stream().count() + delay.stream().count() + (abort ? 1 : 0);
        if (effects != 1) {
            throw new IllegalArgumentException(
                    effects + " of 'status', 'delay' and 'abort' are given; expected exactly one");
        }
        if (method.filter(word -> !word.matches("[A-Z]{1,20}")).isPresent()) {
            throw new IllegalArgumentException(
                    "'method' is '" + method.get() + "'; expected 1 to 20 capital letters, such as POST");
        }
        if (path.filter(begin -> !begin.matches("/[!-~]{0,500}")).isPresent()) {
            throw new IllegalArgumentException("'path' is '" + path.get()
                    + "'; expected a slash and up to 500 visible ASCII characters, such as /orders");
        }
        if (every < 1 || every > MOST_EVERY) {
            throw new IllegalArgumentException("'every' is " + every + "; expected 1 to " + MOST_EVERY);
        }
    }

    private String effect() {
        return status.map(code -> "answer with " + code)
                .or(() -> delay.map(time -> "keep back for " + Quantities.format(time)))
                .orElse("end in a reset");
    }

    /** Makes {@code http} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkHttp> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Answers some of the HTTP requests on a link with an error, keeps them back or resets them.";
        }

        @Override
        public Class<LinkHttp> settings() {
            return LinkHttp.class;
        }

        @Override
        Optional<String> beyondToxiproxy(LinkHttp settings) {
            return Optional.of("the fault 'http'");
        }

        @Override
        public FaultPlan plan(LinkHttp settings, List<TargetInfo> resolved) {
            String which = settings.every() == 1 ? "" : "1 in " + settings.every() + " of ";
            String meant = settings.method().map(word -> word + " ").orElse("") + "requests"
                    + settings.path().map(begin -> " for " + begin).orElse("");
            return new FaultPlan(settings.effect() + " " + which + meant + " on " + settings.link(), REMOVAL, true);
        }

        @Override
        Wish wish(LinkHttp settings) {
            Map<String, Long> numbers = new HashMap<>();
            settings.status().ifPresent(code -> numbers.put("status", code));
            settings.delay().ifPresent(time -> numbers.put("delay_ms", time.toMillis()));
            if (settings.abort()) {
                numbers.put("abort", 1L);
            }
            numbers.put("every", settings.every());
            Map<String, String> texts = new HashMap<>();
            settings.method().ifPresent(word -> texts.put("method", word));
            settings.path().ifPresent(begin -> texts.put("path", begin));
            return new Wish(settings.link(), Stream.UPSTREAM, numbers, texts);
        }

        /** A request is the one knock that may meet what it should. */
        @Override
        Optional<Baseline> before(Links.Subject subject) throws IOException {
            return Baseline.ofRequests(subject.link().listen(), subject.wire());
        }

        /** A knock need not be a request that is meant, and those of real clients are seen by the proxy alone. */
        @Override
        Optional<WireWitness> witness(LinkHttp settings, InetSocketAddress link, Baseline before) {
            return Optional.empty();
        }
    }
}
