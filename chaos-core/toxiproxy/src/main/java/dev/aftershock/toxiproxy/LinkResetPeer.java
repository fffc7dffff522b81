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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code reset-peer}: connections on a link are reset (TCP RST) as soon as they are used, or some
 * time after.
 *
 * <p>The first data that comes the chosen way is lost, and then the connection with it; one that is silent lives on. On
 * Toxiproxy, connections that were open before the fault are closed in an orderly way instead.
 *
 * @param link the link, or a pattern for several
 * @param value how long after the first data, or the end, that comes the chosen way; in whole milliseconds
 * @param stream which way
 */
public record LinkResetPeer(
        @Setting("The link whose connections are reset, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting(
                value = "How long after its first data, or its end, a connection is reset, in whole milliseconds.",
                byDefault = "0ms")
        Duration value,

        @Setting(
                value = "Whose data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "reset-peer";

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException when it is no whole number of milliseconds
     */
    public LinkResetPeer {
        Millis.of("value", value);
    }

    /** Makes {@code reset-peer} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkResetPeer> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Resets the connections on a link as soon as they are used.";
        }

        @Override
        public Class<LinkResetPeer> settings() {
            return LinkResetPeer.class;
        }

        @Override
        public String shortForm() {
            return "link";
        }

        @Override
        public FaultPlan plan(LinkResetPeer settings, List<TargetInfo> resolved) {
            String after = settings.value().isZero() ? "" : ", " + Quantities.format(settings.value()) + " later";
            return new FaultPlan(
                    "reset connections on " + settings.link() + " at the first data ("
                            + settings.stream().word() + ")" + after,
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkResetPeer settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of("timeout", settings.value().toMillis()));
        }

        @Override
        Optional<Baseline> before(Links.Subject subject) throws IOException {
            Optional<Baseline> answers = super.before(subject);
            return answers.isPresent()
                    ? answers
                    : Baseline.ofGoodbyes(subject.link().listen(), subject.wire());
        }

        @Override
        Optional<WireWitness> witness(LinkResetPeer settings, InetSocketAddress link, Baseline before) {
            return Optional.of(WireWitness.ofReset(link, before, settings.value()));
        }
    }
}
