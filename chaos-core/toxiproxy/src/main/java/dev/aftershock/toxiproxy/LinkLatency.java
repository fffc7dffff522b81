package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.toxiproxy.ToxicApi.Toxic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code latency}: data on a link is held back for a while, in order and without loss.
 *
 * <p>Only data is: connecting and closing take as long as ever. The delay of each piece is drawn evenly from
 * {@code value - jitter} to {@code value + jitter}.
 *
 * @param link the link, or a pattern for several
 * @param value the delay, in whole milliseconds, 1 ms or more
 * @param jitter how far it varies either way, in whole milliseconds, at most {@code value}
 * @param stream which way; {@code both} delays an exchange twice
 */
public record LinkLatency(
        @Setting("The link to slow down, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How long data is held back, in whole milliseconds.")
        Duration value,

        @Setting(value = "How far the delay varies either way; at most the delay itself.", byDefault = "0ms")
        Duration jitter,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send, both is twice.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "latency";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when they are no whole milliseconds or out of range
     */
    public LinkLatency {
        if (Millis.of("value", value) < 1) {
            throw new IllegalArgumentException("'value' is no delay at all; expected 1ms or more");
        }
        if (Millis.of("jitter", jitter) > value.toMillis()) {
            throw new IllegalArgumentException("'jitter' is " + Quantities.format(jitter)
                    + "; expected at most the delay, " + Quantities.format(value));
        }
    }

    private List<Toxic> toxics(FaultContext context) {
        return stream.directions().stream()
                .map(way -> new Toxic(
                        Names.toxic(context.runId(), context.faultId(), KIND, way),
                        KIND,
                        way,
                        Map.of("latency", value.toMillis(), "jitter", jitter.toMillis())))
                .toList();
    }

    private Optional<WireWitness> witness(Links.Subject subject) throws IOException {
        int times = stream.directions().size();
        Duration least = value.minus(jitter).multipliedBy(times);
        Duration most = value.plus(jitter).multipliedBy(times);
        return subject.baseline()
                .flatMap(before -> WireWitness.ofDelay(subject.link().listen(), before, least, most));
    }

    /** Makes {@code latency} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<LinkLatency> {

        private final Links links = new Links();

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Holds back the data on a link, in order and without loss.";
        }

        @Override
        public Class<LinkLatency> settings() {
            return LinkLatency.class;
        }

        @Override
        public FaultPlan plan(LinkLatency settings, List<TargetInfo> resolved) {
            String jitter = settings.jitter().isZero() ? "" : " +/- " + Quantities.format(settings.jitter());
            return new FaultPlan(
                    "hold back data on " + settings.link() + " ("
                            + settings.stream().word() + ") for " + Quantities.format(settings.value()) + jitter,
                    "remove the toxic",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(LinkLatency settings, FaultContext context) throws IOException {
            return links.prepare(
                    settings.link(),
                    context,
                    subject -> new ToxicFault(subject, settings.toxics(context), settings.witness(subject)));
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            links.undo().removeToxics(recipe);
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return links.undo().verify(recipe);
        }
    }
}
