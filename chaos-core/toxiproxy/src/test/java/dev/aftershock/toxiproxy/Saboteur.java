package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that breaks two links, says so, and then waits to be killed, for at most two minutes. */
final class Saboteur {

    static final String DONE = "broken";

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Saboteur() {}

    static Process start(URI api, String upstream, String run) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Saboteur.class.getName(),
                        api.toString(),
                        upstream,
                        run)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        String run = arguments[2];
        LinkServer server = LinkServer.open(arguments[0], run, 1);
        for (Kinds.Fault<?> fault : List.of(
                Kinds.latency("app", 100, Stream.DOWNSTREAM), Kinds.all("app").get(0))) {
            LinkTarget link =
                    server.link(fault.toString(), Addresses.resolved(Addresses.read("upstream", arguments[1])));
            FaultContext context = new FaultContext(run, "sabotage", LinkServerIT.live(Map.of("app", link)));
            for (PreparedFault prepared : fault.prepare(context)) {
                prepared.inject();
            }
        }
        System.out.println(DONE);
        new CountDownLatch(1).await(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }
}
