package dev.aftershock.toxiproxy;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Restore;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.toxiproxy.Wire.Sight;
import eu.rekawek.toxiproxy.Proxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code down}: a link refuses new connections, and those that were open are closed.
 *
 * <p>That is what clients see when a server's process has ended. A cable that was pulled looks otherwise: nothing
 * answers; that is {@link LinkTimeout}.
 *
 * @param link the link, or a pattern for several
 */
public record LinkDown(
        @Setting("The link to take down, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link) {

    static final String KIND = "down";

    /** Makes {@code down} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<LinkDown> {

        private final Links links = new Links();

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Takes a link down: open connections are closed and new ones refused.";
        }

        @Override
        public Class<LinkDown> settings() {
            return LinkDown.class;
        }

        @Override
        public String shortForm() {
            return "link";
        }

        @Override
        public FaultPlan plan(LinkDown settings, List<TargetInfo> resolved) {
            return new FaultPlan("disable the proxy of " + settings.link(), "enable it again", true);
        }

        @Override
        public List<PreparedFault> prepare(LinkDown settings, FaultContext context) throws IOException {
            return links.prepare(settings.link(), context, Down::of);
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            links.undo().enable(recipe);
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return links.undo().verify(recipe);
        }
    }

    /**
     * A link about to go down.
     *
     * @param stayedOpen whether a silent connection stayed open before; else its end would prove nothing. Not looked at where the
     *     proxy listens itself, in this process: such a link refuses connections when it is down
     */
    private record Down(Links.Subject subject, Proxy proxy, boolean stayedOpen) implements PreparedFault {

        private static final Duration GLANCE = Duration.ofMillis(100);

        static PreparedFault of(Links.Subject subject) throws IOException {
            Proxy proxy = subject.proxies().get(subject.link().proxy());
            boolean refuses = subject.link().host().equals(Optional.of(ProcessIdentity.current()));
            return new Down(subject, proxy, !refuses && !glance(subject).ended());
        }

        private static Sight glance(Links.Subject subject) throws IOException {
            return subject.wire().look(subject.link().listen(), Knock.NONE, GLANCE);
        }

        @Override
        public String target() {
            return subject.target();
        }

        @Override
        public UndoRecipe undo() {
            return Recipes.ofFault(KIND, subject.target(), subject.link(), List.of());
        }

        @Override
        public Bound bound() {
            return LinkBound.of(
                    subject,
                    () -> List.of(new Restore(
                            "POST", LinkBound.proxy(subject.link()), "{\"enabled\":true}", "\"enabled\":true")));
        }

        /** One request and no more: links that go down together must do so within milliseconds. */
        @Override
        public void inject() throws IOException {
            Optional<RunLease> lease = subject.lease();
            if (lease.isPresent()) {
                lease.get().disable(proxy.getName());
            } else {
                subject.proxies().disable(proxy);
            }
        }

        @Override
        public Optional<String> effect() throws IOException {
            Sight sight = glance(subject);
            String address = Addresses.write(subject.link().listen());
            if (!sight.accepted()) {
                return Optional.of("on the wire a connection to " + address + " was refused");
            }
            // What forwards to a server in a container may accept before it knows better.
            return sight.ended() && stayedOpen
                    ? Optional.of("on the wire a connection to " + address + " was closed after "
                            + Wire.millis(sight.after()) + "; before the fault it stayed open")
                    : Optional.empty();
        }
    }
}
