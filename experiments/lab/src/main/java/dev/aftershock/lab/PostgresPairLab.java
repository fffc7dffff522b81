package dev.aftershock.lab;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.engine.RestartableProcess;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.SystemLog;
import dev.aftershock.probes.TcpTarget;
import dev.aftershock.toxiproxy.LinkServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the lab {@code postgres-pair}: a real PostgreSQL primary with a streaming standby, every way to them
 * through a proxy, and a watchdog that fails over.
 *
 * @param replication when a commit is acknowledged
 * @param replicationDelay added to each direction of the links between the two members, as between two regions
 * @param failoverAfter for how long the primary must be silent before the standby takes over; longer than a round trip
 * @param toxiproxy {@code embedded}, or the address of a Toxiproxy server's API
 * @param primaryRegion the region of the server that starts as primary, and of every link that begins or ends there
 * @param standbyRegion that of the other server
 */
public record PostgresPairLab(
        @Setting(value = "When a commit is acknowledged: sync waits for the standby.", byDefault = "sync")
        Replication replication,

        @Setting(
                value = "Delay of each direction of the links between the members, as between regions.",
                byDefault = "0s")
        Duration replicationDelay,

        @Setting(value = "How long the primary must be silent before the standby takes over.", byDefault = "300ms")
        Duration failoverAfter,

        @Setting(
                value = "The proxy server of all links: 'embedded', or the API of a running Toxiproxy.",
                byDefault = LinkServer.EMBEDDED)
        String toxiproxy,

        @Setting("The region of the first primary and its links; faults name all of it as region=NAME.")
        Optional<String> primaryRegion,

        @Setting("The region of the first standby and its links.")
        Optional<String> standbyRegion) {

    /** Checks that the watchdog can tell a slow link from a dead one. */
    public PostgresPairLab {
        if (failoverAfter.compareTo(replicationDelay.multipliedBy(LOGIN_DELAYS)) < 0) {
            throw new IllegalArgumentException("'failover-after' must be at least " + LOGIN_DELAYS
                    + " times 'replication-delay', or the watchdog takes a slow login for a failure");
        }
    }

    /** A login of the watchdog takes about eight round trips, each of two delays. */
    private static final int LOGIN_DELAYS = 20;

    static final String PRIMARY = "primary";
    static final String STANDBY = "standby";
    static final String CLIENTS = "clients";

    /** The regions of a member, or of the members at both ends of a link, by full names. */
    private Set<String> regions(String memberOrLink) {
        Set<String> regions = new HashSet<>();
        for (String end : memberOrLink.split(" -> ")) {
            primaryRegion
                    .filter(name -> end.endsWith("." + PRIMARY))
                    .map(TargetInfo::region)
                    .ifPresent(regions::add);
            standbyRegion
                    .filter(name -> end.endsWith("." + STANDBY))
                    .map(TargetInfo::region)
                    .ifPresent(regions::add);
        }
        return regions;
    }

    /** The full name of a link, as faults name it. */
    static String link(String from, String to) {
        return from + " -> " + to;
    }

    /** Makes {@code postgres-pair} labs, and removes those of dead runs. Stateless and thread-safe. */
    public static final class Provider implements TargetProvider<PostgresPairLab> {

        static final String KIND = "postgres-pair";
        private static final String DIRECTORY = "directory";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "A real PostgreSQL primary and streaming standby with a failover watchdog, all links through a proxy.";
        }

        @Override
        public Class<PostgresPairLab> settings() {
            return PostgresPairLab.class;
        }

        @Override
        public boolean startsSystem() {
            return true;
        }

        @Override
        public List<TargetInfo> describe(String name, PostgresPairLab settings) {
            List<TargetInfo> targets = new ArrayList<>();
            targets.add(new TargetInfo(
                    name,
                    "PostgreSQL pair, replication " + settings.replication().state() + ", fails over after "
                            + settings.failoverAfter().toMillis() + " ms; clients find whichever is primary",
                    Set.of(JdbcTarget.class, SystemLog.class)));
            for (String member : List.of(PRIMARY, STANDBY)) {
                targets.add(new TargetInfo(
                        name + "." + member,
                        "the server that starts as " + member + ", to be started for the run",
                        Set.of(ProcessTarget.class, RestartableProcess.class, JdbcTarget.class, TcpTarget.class),
                        settings.regions(name + "." + member)));
            }
            links(name)
                    .forEach(link -> targets.add(new TargetInfo(
                            link,
                            "link through " + settings.toxiproxy() + " proxy, to be made for the run",
                            Set.of(LinkTarget.class, TcpTarget.class),
                            settings.regions(link))));
            return targets;
        }

        private static List<String> links(String name) {
            String primary = name + "." + PRIMARY;
            String standby = name + "." + STANDBY;
            return List.of(
                    link(CLIENTS, primary), link(CLIENTS, standby), link(primary, standby), link(standby, primary));
        }

        @Override
        public PreparedTargets prepare(String name, PostgresPairLab settings, RunContext context) {
            PostgresPair pair =
                    PostgresPair.prepare(new PairOptions(PRIMARY, STANDBY, settings.replication()), context.clock());
            return new PreparedPair(name, settings, context, pair);
        }

        static UndoRecipe recipe(String name, Path directory) {
            return new UndoRecipe(KIND, name, java.util.Map.of(DIRECTORY, directory.toString()));
        }

        @Override
        public List<Marked> marked(PostgresPairLab settings) throws IOException {
            return LinkServer.marked(settings.toxiproxy());
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            LabLeftovers.remove(Path.of(recipe.fact(DIRECTORY)));
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            Path directory = Path.of(recipe.fact(DIRECTORY));
            return LabLeftovers.gone(directory)
                    ? HealCheck.healed("no process and no folder of " + recipe.target() + " is left")
                    : HealCheck.notHealed("something of " + directory + " is left");
        }
    }
}
