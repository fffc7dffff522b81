package dev.aftershock.toxiproxy;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.guard.Remedy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What ends the faults on a link when this process is gone: the proxy's own end, its lease, or a guard. */
final class LinkBound {

    private LinkBound() {}

    static Bound of(Links.Subject subject, Supplier<List<Remedy>> remedies) {
        LinkTarget link = subject.link();
        if (link.host().equals(Optional.of(ProcessIdentity.current()))) {
            return new Bound.ByItself("the proxy ends with this process");
        }
        if (subject.lease().isPresent()) {
            return new Bound.ByItself("the proxy ends it " + RunLease.TIME.toSeconds() + " s after the last renewal");
        }
        return "http".equals(link.api().getScheme())
                ? new Bound.ByGuard(remedies.get())
                : new Bound.None("the guard speaks plain http, and the server is " + link.api());
    }

    static URI proxy(LinkTarget link) {
        return link.api().resolve("/proxies/" + escape(link.proxy()));
    }

    static URI toxic(LinkTarget link, String toxic) {
        return URI.create(proxy(link) + "/toxics/" + escape(toxic));
    }

    private static String escape(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
