package dev.aftershock.toxiproxy;

import dev.aftershock.toxiproxy.Wire.Sight;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the effect of toxics on a link.
 *
 * <p>It is seen when the server lists them <em>and</em> a knock on the wire shows it. Where the wire cannot tell, because
 * nothing answered before the fault either or the effect on a knock is too small, our own proxy is asked what the
 * toxics did to the knock and to everybody else's traffic; of any other server the listing alone counts, and the evidence
 * says so.
 *
 * @param before how the link behaved before, if it did so steadily
 * @param witness how the wire shows the effect, if it can
 * @param meetingCounts whether traffic that was only met shows the effect
 */
record ToxicSight(
        Links.Subject subject, Optional<Baseline> before, Optional<WireWitness> witness, boolean meetingCounts) {

    private static final Duration GLANCE = Duration.ofMillis(100);

    Optional<String> of(List<String> toxics) throws IOException {
        StringBuilder listed = new StringBuilder();
        for (String toxic : toxics) {
            Optional<String> there = subject.toxics().read(subject.link().proxy(), toxic);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            listed.append(' ').append(there.get());
        }
        if (witness.isPresent()) {
            return witness.get().look(subject.wire());
        }
        Sight now = knock();
        return subject.own().isPresent()
                ? evidence(subject.own().get(), toxics)
                : Optional.of("read back from the API:" + listed + "; on the wire, which cannot tell it, " + now + "; "
                        + before.map(Baseline::toString).orElse("no knock was answered steadily before the fault"));
    }

    /** So that a toxic meets something where no client talks. */
    private Sight knock() throws IOException {
        Knock knock = before.map(Baseline::knock).orElse(Knock.HTTP);
        Duration wait = before.map(Baseline::enough).orElse(GLANCE);
        return subject.wire().look(subject.link().listen(), knock, wait);
    }

    /** One toxic's deed is enough: what ends a connection one way leaves nothing to do the other way. */
    private Optional<String> evidence(OwnApi own, List<String> toxics) throws IOException {
        for (String toxic : toxics) {
            Optional<Evidence> found = own.evidence(subject.link().proxy(), toxic);
            if (found.isPresent() && found.get().shows(meetingCounts)) {
                return Optional.of("by the proxy's count, " + found.get());
            }
        }
        return Optional.empty();
    }
}
