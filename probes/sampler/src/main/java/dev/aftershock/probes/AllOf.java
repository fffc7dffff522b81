package dev.aftershock.probes;

import dev.aftershock.parts.Setting;
import java.util.List;

/**
 * Settings of the probe {@code all-of}: asks several probes at once, and is good when all of them are.
 *
 * <p>Each attempt asks each probe once, besides its own schedule, and reports the first failure. Good means that each was
 * up at some instant of the attempt, not that all were at the same one. A probe that could not ask leaves the attempt
 * unknown, unless another failed.
 *
 * @param probes names of probes that stand earlier in the experiment, up to 64
 */
public record AllOf(
        @Setting("The names of the probes to ask; they stand earlier in the experiment.")
        List<String> probes) {

    /** Copies and checks the names. */
    public AllOf {
        probes = Members.checked(probes);
    }

    /** Makes {@code all-of} probes. */
    public static final class Provider implements ProbeProvider<AllOf> {

        @Override
        public String kind() {
            return "all-of";
        }

        @Override
        public String summary() {
            return "Asks several probes at once, and is good when all of them are.";
        }

        @Override
        public Class<AllOf> settings() {
            return AllOf.class;
        }

        @Override
        public String shortForm() {
            return "probes";
        }

        @Override
        public List<String> members(AllOf settings) {
            return settings.probes();
        }

        @Override
        public Probe create(AllOf settings, ProbeContext context) {
            return new CompositeProbe(Members.named(settings.probes(), context), CompositeProbe.Rule.ALL);
        }
    }
}
