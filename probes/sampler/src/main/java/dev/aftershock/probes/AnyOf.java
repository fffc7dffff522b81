package dev.aftershock.probes;

import dev.aftershock.parts.Setting;
import java.util.List;

/**
 * Settings of the probe {@code any-of}: asks several probes at once, and is good when one of them is.
 *
 * <p>Each attempt asks each probe once, besides its own schedule, and reports the first failure when all fail. A probe
 * that could not ask leaves the attempt unknown, unless another is good.
 *
 * @param probes names of probes that stand earlier in the experiment, up to 64
 */
public record AnyOf(
        @Setting("The names of the probes to ask; they stand earlier in the experiment.")
        List<String> probes) {

    /** Copies and checks the names. */
    public AnyOf {
        probes = Members.checked(probes);
    }

    /** Makes {@code any-of} probes. */
    public static final class Provider implements ProbeProvider<AnyOf> {

        @Override
        public String kind() {
            return "any-of";
        }

        @Override
        public String summary() {
            return "Asks several probes at once, and is good when one of them is.";
        }

        @Override
        public Class<AnyOf> settings() {
            return AnyOf.class;
        }

        @Override
        public String shortForm() {
            return "probes";
        }

        @Override
        public List<String> members(AnyOf settings) {
            return settings.probes();
        }

        @Override
        public Probe create(AnyOf settings, ProbeContext context) {
            return new CompositeProbe(Members.named(settings.probes(), context), CompositeProbe.Rule.ANY);
        }
    }
}
