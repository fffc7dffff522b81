package dev.aftershock.lab;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.RestartableProcess;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.parts.Secret;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import dev.aftershock.probes.TcpTarget;
import dev.aftershock.toxiproxy.LinkServer;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running pair and what faults and probes may do with it. */
final class RunningPair implements TargetSet {

    private final PostgresPair pair;
    private final FailoverWatchdog watchdog;
    private final LinkServer server;
    private final Map<String, Object> targets = new HashMap<>();

    RunningPair(
            String name,
            PostgresPair pair,
            FailoverWatchdog watchdog,
            LinkServer server,
            Map<String, LinkTarget> links) {
        this.pair = pair;
        this.watchdog = watchdog;
        this.server = server;
        targets.putAll(links);
        targets.put(name, new Whole());
        for (String member : List.of(PostgresPairLab.PRIMARY, PostgresPairLab.STANDBY)) {
            targets.put(name + "." + member, new Member(member));
        }
    }

    @Override
    public Map<String, Object> targets() {
        return Map.copyOf(targets);
    }

    @Override
    public void close() {
        // In this order: whoever would start a server again ends first, the links go last. Each is ended whatever
        // befalls
        // the others.
        try (server;
                pair;
                watchdog) {
            targets.clear();
        }
    }

    /** The pair as its clients see it. */
    private final class Whole implements JdbcTarget, SystemLog {
        @Override
        public String url() {
            return pair.url();
        }

        @Override
        public String user() {
            return pair.application().user();
        }

        @Override
        public Secret password() {
            return pair.application().password();
        }

        @Override
        public List<SystemEvent> events() {
            return watchdog.events();
        }
    }

    /** One server of the pair. */
    private final class Member implements RestartableProcess, JdbcTarget, TcpTarget {

        private final String member;

        Member(String member) {
            this.member = member;
        }

        @Override
        public ProcessIdentity identity() {
            return pair.node(member)
                    .process()
                    .flatMap(ProcessIdentity::of)
                    .orElseThrow(() -> new LabException("the member '" + member + "' is not running"));
        }

        @Override
        public void restart() {
            watchdog.rejoin(member);
        }

        @Override
        public HealCheck restored() {
            boolean whole = watchdog.whole() && pair.redundant();
            String roles = "'" + pair.standby() + "' streams from '" + pair.primary() + "'";
            return whole ? HealCheck.healed(roles) : HealCheck.notHealed("not yet: " + roles);
        }

        @Override
        public String url() {
            return pair.url(member);
        }

        @Override
        public String user() {
            return pair.application().user();
        }

        @Override
        public Secret password() {
            return pair.application().password();
        }

        @Override
        public InetSocketAddress address() {
            return pair.node(member).address();
        }
    }
}
