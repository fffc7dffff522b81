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
 * Settings of the fault {@code slow-close}: connections on a link end later than their peers ended them; data flows as ever.
 *
 * @param link the link, or a pattern for several
 * @param value how long the end is held back, in whole milliseconds, 1 ms or more
 * @param stream whose end; {@code both} holds an end back twice when it takes the other way with it
 */
public record LinkSlowClose(
        @Setting("The link whose connections end late, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How long the end of a connection is held back, in whole milliseconds.")
        Duration value,

        @Setting(value = "Whose end: downstream is the server's, upstream that of clients.", byDefault = "downstream")
        Stream stream) {

    static final String KIND = "slow-close";

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException when it is no whole number of milliseconds, or none at all
     */
    public LinkSlowClose {
        if (Millis.of("value", value) < 1) {
            throw new IllegalArgumentException("'value' is no delay at all; expected 1ms or more");
        }
    }

    /** Makes {@code slow-close} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkSlowClose> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Holds back the end of the connections on a link.";
        }

        @Override
        public Class<LinkSlowClose> settings() {
            return LinkSlowClose.class;
        }

        @Override
        public FaultPlan plan(LinkSlowClose settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "hold back the end of connections on " + settings.link() + " ("
                            + settings.stream().word() + ") for " + Quantities.format(settings.value()),
                    REMOVAL + ", which lets the ends it holds go",
                    true);
        }

        @Override
        Wish wish(LinkSlowClose settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of("delay", settings.value().toMillis()));
        }

        @Override
        Optional<Baseline> before(Links.Subject subject) throws IOException {
            return Baseline.ofGoodbyes(subject.link().listen(), subject.wire());
        }

        /** A client's end takes the other way with it, and so is late whichever way is held back. */
        @Override
        Optional<WireWitness> witness(LinkSlowClose settings, InetSocketAddress link, Baseline before) {
            int times = settings.stream().directions().size();
            return WireWitness.ofDelay(
                    link, before, settings.value(), settings.value().multipliedBy(times));
        }
    }
}
