package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.Targets;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How long faults on containers take until they are seen to act, and until they are seen healed, in turns with the engine's bare
 * calls over the same socket and with Docker's command line. Arguments: rounds, a container on a network whose subnet somebody
 * chose, one on a network whose subnet the engine chose.
 */
final class ContainerFigures {

    private final Engines engines = new Engines();
    private final URI address = Engines.address(Optional.empty());
    private final DockerClient client = engines.at(address).client();
    private final int rounds;

    private ContainerFigures(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        ContainerFigures figures = new ContainerFigures(Integer.parseInt(arguments[0]));
        figures.client.pingCmd().exec();
        figures.client.inspectContainerCmd(arguments[1]).exec();
        figures.pauses(arguments[1]);
        figures.disconnects("subnet of somebody's choice", arguments[1]);
        figures.disconnects("subnet of the engine's choice", arguments[2]);
    }

    private void pauses(String id) throws Exception {
        ContainerPause.Provider pauses = new ContainerPause.Provider();
        Times ours = new Times(rounds);
        Times bare = new Times(rounds);
        Times command = new Times(rounds);
        for (int round = -rounds / 10; round < rounds; round++) {
            fault(ours, round, pauses, new ContainerPause("db"), id);
            bare.time(
                    round,
                    () -> client.pauseContainerCmd(id).exec(),
                    () -> client.unpauseContainerCmd(id).exec());
            command.time(round, () -> docker("pause", id), () -> docker("unpause", id));
        }
        ours.print("container-pause", 150, bare, command);
    }

    private void disconnects(String what, String id) throws Exception {
        ContainerDisconnect.Provider disconnects = new ContainerDisconnect.Provider();
        Attachment before = attachment(id);
        Times ours = new Times(rounds);
        Times bare = new Times(rounds);
        Times command = new Times(rounds);
        int addresses = 0;
        int aliases = 0;
        for (int round = -rounds / 10; round < rounds; round++) {
            Attachment was = attachment(id);
            fault(ours, round, disconnects, new ContainerDisconnect("db", Optional.empty()), id);
            Attachment now = attachment(id);
            addresses += round >= 0 && now.address().equals(was.address()) ? 1 : 0;
            aliases += round >= 0 && now.aliases().equals(before.aliases()) ? 1 : 0;
            bare.time(round, () -> detach(before, id), () -> attach(before, id, was.address()));
            command.time(
                    round,
                    () -> docker("network", "disconnect", before.name(), id),
                    () -> docker("network", "connect", "--alias=db", "--alias=orders-db", before.name(), id));
        }
        ours.print("container-disconnect, " + what, 300, bare, command);
        System.out.printf(
                "  the same address again in %d of %d, the same aliases %s in %d of %d%n",
                addresses, rounds, before.aliases(), aliases, rounds);
    }

    private Attachment attachment(String id) {
        InspectContainerResponse now = client.inspectContainerCmd(id).exec();
        return Attachment.of(now, Attachment.networks(now).keySet().iterator().next()).orElseThrow();
    }

    private void detach(Attachment before, String id) {
        client.disconnectFromNetworkCmd().withNetworkId(before.network()).withContainerId(id).exec();
    }

    private void attach(Attachment before, String id, String same) {
        new Attachment(before.network(), before.name(), before.aliases(), same, before.chosen())
                .restore(client, id, before.chosen());
    }

    /** From each call to the look that saw what came of it. */
    private <S extends Record> void fault(Times times, int round, FaultProvider<S> provider, S settings, String id)
            throws Exception {
        PreparedFault fault = provider.prepare(settings, new FaultContext("figures", "fault", targets(id))).get(0);
        times.time(
                round,
                () -> {
                    fault.inject();
                    while (fault.effect().isEmpty()) {
                        Thread.onSpinWait();
                    }
                },
                () -> {
                    provider.heal(fault.undo(), HealContext.afterDeath());
                    while (!provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed()) {
                        Thread.onSpinWait();
                    }
                });
    }

    private Targets targets(String id) {
        ContainerTarget target = new At(address, id);
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
    }

    private record At(URI engine, String id) implements ContainerTarget {}

    private static void docker(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "docker";
        System.arraycopy(words, 0, command, 1, words.length);
        int status = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
        }
    }

    @FunctionalInterface
    private interface Step {
        void take() throws Exception;
    }

    /** What each round took; the first tenth, with numbers below zero, does not count. */
    private record Times(long[] there, long[] back) {

        Times(int rounds) {
            this(new long[rounds], new long[rounds]);
        }

        void time(int round, Step act, Step undo) throws Exception {
            long begin = System.nanoTime();
            act.take();
            long between = System.nanoTime();
            undo.take();
            if (round >= 0) {
                there[round] = between - begin;
                back[round] = System.nanoTime() - between;
            }
        }

        void print(String what, int wanted, Times bare, Times command) {
            System.out.println(what);
            print("acts, and is seen to", wanted, there, bare.there(), command.there());
            print("is healed, and seen to be", wanted, back, bare.back(), command.back());
        }

        private static void print(String what, int wanted, long[] ours, long[] bare, long[] command) {
            System.out.printf(
                    "  %-26s p50 %.1f ms, p95 %.1f ms (%d ms wanted); bare call p50 %.1f ms, p95 %.1f ms; docker p50 %.1f ms,"
                            + " p95 %.1f ms; ours/bare %.2f at p50%n",
                    what,
                    quantile(ours, 0.5),
                    quantile(ours, 0.95),
                    wanted,
                    quantile(bare, 0.5),
                    quantile(bare, 0.95),
                    quantile(command, 0.5),
                    quantile(command, 0.95),
                    quantile(ours, 0.5) / quantile(bare, 0.5));
        }

        private static double quantile(long[] nanos, double share) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
        }
    }
}
