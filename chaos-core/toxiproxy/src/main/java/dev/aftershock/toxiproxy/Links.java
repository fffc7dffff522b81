package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.toxiproxy.ProxySwitch.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the fault providers share: finding links, and the way to their servers. Thread-safe. */
final class Links {

    private static final String WAY = " -> ";
    private static final String CLIENTS = "clients";

    private final Servers servers = new Servers();
    private final Wire wire = new Wire();
    private final LinkUndo undo = new LinkUndo(servers, wire);

    /**
     * A link that a fault is about.
     *
     * @param own what its server offers when it is one of our own
     */
    record Subject(String target, LinkTarget link, ProxyApi proxies, ToxicApi toxics, Optional<OwnApi> own, Wire wire) {

        /** What faults on it hang on, so that they end with the run. */
        Optional<RunLease> lease() {
            return link instanceof LiveLink live ? live.lease() : Optional.empty();
        }
    }

    /** Makes a fault for one link. */
    interface Preparation {
        PreparedFault of(Subject subject) throws IOException;
    }

    /**
     * In the order in which links are broken when a name stands for several: what the members of a system send each other ends no
     * later than what clients send. The other way round a region that is lost would still replicate its last writes, and nothing
     * would be lost by accident (decision 5).
     */
    static <T> List<Targets.Named<T>> membersFirst(List<Targets.Named<T>> links) {
        return links.stream()
                .sorted(Comparator.comparing(link -> !isBetweenMembers(link.name())))
                .toList();
    }

    private static boolean isBetweenMembers(String link) {
        return link.contains(WAY) && !link.startsWith(CLIENTS + WAY);
    }

    /**
     * Makes a fault for each link that a name stands for.
     *
     * @throws InvalidInputException when its proxy is not there or already disabled
     */
    List<PreparedFault> prepare(String name, FaultContext context, Preparation preparation) throws IOException {
        List<PreparedFault> prepared = new ArrayList<>();
        for (Targets.Named<LinkTarget> found : membersFirst(context.targets().find(name, LinkTarget.class))) {
            Subject subject = subject(found);
            refuseWhatIsNotUp(subject);
            prepared.add(preparation.of(subject));
        }
        return prepared;
    }

    private Subject subject(Targets.Named<LinkTarget> found) throws IOException {
        LinkTarget link = found.target();
        return new Subject(
                found.name(),
                link,
                servers.proxies(link.api()),
                servers.toxics(link.api()),
                servers.own(link.api()),
                wire);
    }

    private void refuseWhatIsNotUp(Subject subject) throws IOException {
        Optional<Seen> proxy =
                servers.proxySwitch(subject.link().api()).look(subject.link().proxy());
        if (proxy.isEmpty() || !proxy.get().enabled()) {
            throw InvalidInputException.of(
                    "link '" + subject.target() + "': the proxy '"
                            + subject.link().proxy() + "' on " + subject.link().api()
                            + (proxy.isEmpty() ? " does not exist" : " is already disabled"),
                    "a link that is up");
        }
    }

    LinkUndo undo() {
        return undo;
    }
}
