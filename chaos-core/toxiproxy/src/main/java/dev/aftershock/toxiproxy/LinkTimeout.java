package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code timeout}: data on a link is swallowed while its connections stay open, so that whoever
 * waits for an answer waits in vain.
 *
 * <p>Healing closes the connections that it acted on: what they lost cannot be given back.
 *
 * @param link the link, or a pattern for several
 * @param value how long a connection without traffic stays open, in whole milliseconds; 0 until healed
 * @param stream which way data is swallowed
 */
public record LinkTimeout(
        @Setting("The link to silence, or a pattern with * for several.") @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting(
                value = "How long a connection without traffic is kept open before it is closed; 0ms is until healed.",
                byDefault = "0ms")
        Duration value,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "timeout";

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException when it is no whole number of milliseconds
     */
    public LinkTimeout {
        Millis.of("value", value);
    }

    /** Makes {@code timeout} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkTimeout> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Swallows the data on a link while its connections stay open.";
        }

        @Override
        public Class<LinkTimeout> settings() {
            return LinkTimeout.class;
        }

        @Override
        public String shortForm() {
            return "link";
        }

        @Override
        public FaultPlan plan(LinkTimeout settings, List<TargetInfo> resolved) {
            String until = settings.value().isZero()
                    ? ""
                    : ", and close connections after " + Quantities.format(settings.value()) + " without traffic";
            return new FaultPlan(
                    "swallow data on " + settings.link() + " ("
                            + settings.stream().word() + ")" + until,
                    REMOVAL + ", which closes the connections it acted on",
                    true);
        }

        @Override
        Wish wish(LinkTimeout settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of("timeout", settings.value().toMillis()));
        }

        @Override
        Optional<WireWitness> witness(LinkTimeout settings, InetSocketAddress link, Baseline before) {
            return Optional.of(WireWitness.ofSilence(link, before));
        }
    }
}
